using Akka.Actor;
using Signals.Actors.Clock;
using Signals.Actors.Control;
using Signals.Actors.Messages;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Actors.Control;

[Category("Integration")]
public sealed class IntersectionActorTests : ActorTest
{
    private readonly FakeGrid _grid = new();
    private readonly Junction _junction;
    private readonly IActorRef _actor;

    public IntersectionActorTests()
    {
        _junction = new Junction(_grid);
        _actor = Sys.ActorOf(Props.Create(() => new IntersectionActor(_junction.Wiring)));
    }

    [Test]
    public async Task Tick_drains_readings_decides_commands_records_and_shows()
    {
        _junction.Recorders.Add(new DetectorReading(0, ReadingKind.Event, ReadingQuality.Ok, true, _grid.Now, _grid.Now, _grid.Now, 0, float.NaN, float.NaN));

        await Tick();

        Assert.Multiple(() =>
        {
            Assert.That(_junction.Tick.Seen.Single().Readings, Is.EqualTo(1));
            Assert.That(_junction.Cabinet.Submitted.Single().Kind, Is.EqualTo(CommandKind.Masks));
            Assert.That(_junction.Recorders.Events, Has.Count.EqualTo(1));
            Assert.That(_junction.Recorders.Ticks, Is.EqualTo(1));
            Assert.That(_junction.Board.Latest!.Commanding, Is.True);
            Assert.That(_junction.Board.Latest!.Explanation, Is.EqualTo("scripted"));
        });
    }

    [Test]
    public async Task Burst_of_old_ticks_is_dropped_and_only_the_latest_is_computed()
    {
        var burst = Enumerable.Range(0, 202).Select(_ => _grid.Advance()).ToArray();
        _junction.Cabinet.ShowAt(_grid.Now);

        foreach (var tick in burst)
        {
            _actor.Tell(tick);
        }

        await Eventually.IsTrue(() => _junction.Computed(burst[^1].Number), "the latest is computed");
        await Tick();
        Assert.That(_junction.Tick.Seen.Select(t => t.Number), Is.EqualTo(new[] { burst[^1].Number, burst[^1].Number + 1 }));
        Assert.That(_junction.Cabinet.Submitted, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Forecast_that_was_asked_after_a_tick_enters_the_next_one()
    {
        var forecast = new EchoForecast();
        var wiring = _junction.Wiring with { Forecast = forecast };
        await Eventually.IsTrue(() => _junction.Incarnations == 1, "the actor without a forecast has begun");
        var actor = Sys.ActorOf(Props.Create(() => new IntersectionActor(wiring)));
        await Eventually.IsTrue(() => _junction.Incarnations == 2, "the one with a forecast is the latest");
        for (var tick = 0; tick < 3; tick++)
        {
            var next = _grid.Advance();
            _junction.Cabinet.ShowAt(_grid.Now);
            actor.Tell(next);
            await Eventually.IsTrue(() => _junction.Computed(next.Number), "the tick is computed");
        }

        var seen = _junction.Tick.Seen;
        Assert.That(seen[0].Forecasts, Is.Empty);
        Assert.That(seen[1].Forecasts, Has.Length.EqualTo(_junction.Intersection.LaneGroups.Length));
        Assert.That(seen[2].Forecasts[0].Age, Is.EqualTo(Duration.Tenth), "asked a tick ago");
    }

    [Test]
    public async Task Same_tick_twice_is_computed_once()
    {
        await Tick();
        _actor.Tell(ControlTick.Of(_grid.LatestNumber));
        await Tick();

        Assert.That(_junction.Tick.Seen, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task First_tick_after_a_gap_commands_nothing_and_a_fresh_status_restores_authority()
    {
        await Tick();
        await Tick(ticks: 200, showAt: _grid.Now + new Duration(20_000));
        Assert.That(_junction.Cabinet.Submitted, Has.Count.EqualTo(1), "the status was not read after the gap");

        await Tick();
        Assert.That(_junction.Cabinet.Submitted, Has.Count.EqualTo(2));
    }

    [TestCase(50, false)]
    [TestCase(51, true)]
    public async Task Decision_beyond_its_budget_is_told_to_the_next_tick(int tookMs, bool late)
    {
        await Tick();
        _junction.Tick.Meanwhile = () => _grid.Pass(TimeSpan.FromMilliseconds(tookMs));

        await Tick();
        await Tick();

        Assert.That(_junction.Tick.Seen.Select(t => t.AfterLateDecision), Is.EqualTo(new[] { false, false, late }));
    }

    [Test]
    public async Task Shadow_on_gives_the_cabinet_back_and_then_commands_nothing()
    {
        await Tick();

        var reply = await _actor.Ask<CommandReply>(new IntersectionCommand.SetShadow(true), TimeSpan.FromSeconds(5));
        await Tick();

        Assert.That(reply.Accepted, Is.True);
        Assert.That(_junction.Cabinet.Submitted.Select(c => c.Kind), Is.EqualTo(new[] { CommandKind.Masks, CommandKind.Release }));
        Assert.That(_junction.Tick.Seen[^1].Shadow, Is.True);
    }

    [Test]
    public async Task Shadow_of_the_file_cannot_be_switched_off_by_an_operator()
    {
        var intersection = TestIntersections.RingBarrier();
        var junction = new Junction(_grid, intersection with { Control = intersection.Control with { Shadow = true } });
        var actor = Sys.ActorOf(Props.Create(() => new IntersectionActor(junction.Wiring)));

        var reply = await actor.Ask<CommandReply>(new IntersectionCommand.SetShadow(false), TimeSpan.FromSeconds(5));

        Assert.That(reply.Accepted, Is.False);
        Assert.That(reply.Text, Does.Contain("corridor file"));
        Assert.That(junction.Orders.Shadow, Is.True);
    }

    [Test]
    public async Task Operator_who_ends_shadow_permits_the_link_to_claim_the_cabinet()
    {
        await _actor.Ask<CommandReply>(new IntersectionCommand.SetShadow(true), TimeSpan.FromSeconds(5));
        Assert.That(_junction.Cabinet.ClaimsAllowed, Is.Zero);

        await _actor.Ask<CommandReply>(new IntersectionCommand.SetShadow(false), TimeSpan.FromSeconds(5));

        Assert.That(_junction.Cabinet.ClaimsAllowed, Is.EqualTo(1));
    }

    [Test]
    public async Task Limit_reaches_the_core_with_the_next_tick()
    {
        await _actor.Ask<CommandReply>(new IntersectionCommand.LimitLevel(ControlLevel.Actuated), TimeSpan.FromSeconds(5));
        await Tick();

        Assert.That(_junction.Tick.Seen.Single().Limit, Is.EqualTo(ControlLevel.Actuated));
    }

    [Test]
    public async Task Release_gives_the_cabinet_back_and_stays_at_observe_until_lifted()
    {
        await Tick();
        await _actor.Ask<CommandReply>(new IntersectionCommand.Release(), TimeSpan.FromSeconds(5));
        await Tick();
        Assert.That(_junction.Cabinet.Submitted[^1].Kind, Is.EqualTo(CommandKind.Release));

        await _actor.Ask<CommandReply>(new IntersectionCommand.LimitLevel(ControlLevel.Adaptive), TimeSpan.FromSeconds(5));
        await Tick();
        Assert.That(_junction.Cabinet.Submitted[^1].Kind, Is.EqualTo(CommandKind.Masks));
    }

    [Test]
    public async Task End_releases_a_cabinet_that_was_commanded_and_stops()
    {
        await Tick();
        Watch(_actor);

        _actor.Tell(IntersectionActor.End.Releasing);

        await ExpectTerminatedAsync(_actor);
        Assert.That(_junction.Cabinet.Submitted[^1].Kind, Is.EqualTo(CommandKind.Release));
    }

    [Test]
    public async Task End_leaves_a_cabinet_alone_that_was_never_commanded()
    {
        Watch(_actor);

        _actor.Tell(IntersectionActor.End.Releasing);

        await ExpectTerminatedAsync(_actor);
        Assert.That(_junction.Cabinet.Submitted, Is.Empty);
    }

    /// <summary>Shows a fresh status, tells the tick that lies so far ahead, and waits until it is computed.</summary>
    private async Task Tick(long ticks = 1, Instant? showAt = null)
    {
        var tick = _grid.Advance(ticks);
        _junction.Cabinet.ShowAt(showAt ?? tick.Deadline);
        var recorded = _junction.Recorders.Ticks;
        _actor.Tell(tick);
        await Eventually.IsTrue(() => _junction.Recorders.Ticks > recorded, $"tick {tick.Number}");
        await _actor.Ask<ActorIdentity>(new Identify(1), TimeSpan.FromSeconds(5));
    }

    /// <summary>Answers with the age of the question.</summary>
    private sealed class EchoForecast : IArrivalForecast
    {
        private Instant? _asked;

        public void Ask(in ForecastFrame frame) => _asked = frame.Now;

        public bool TryTake(Instant now, Span<ArrivalForecast> into)
        {
            if (_asked is not { } asked)
            {
                return false;
            }

            into.Fill(new ArrivalForecast(1, 2, 3, 4, 5, 6, ForecastSource.Model, now - asked, 1));
            return true;
        }
    }
}
