using Akka.Actor;
using Signals.Actors.Messages;
using Signals.Actors.Supervision;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Tests.Support;

namespace Signals.Tests.Actors.Supervision;

[Category("Integration")]
public sealed class CorridorSupervisorTests : ActorTest
{
    private readonly FakeGrid _grid = new();
    private readonly Junction _sound;
    private readonly Junction _sick;
    private readonly IActorRef _supervisor;

    public CorridorSupervisorTests()
    {
        _sound = new Junction(_grid, TestIntersections.RingBarrier("sound", 1));
        _sick = new Junction(_grid, TestIntersections.RingBarrier("sick", 2));
        IntersectionParts[] parts = [_sound.Parts, _sick.Parts];
        _supervisor = Sys.ActorOf(Props.Create(() => new CorridorSupervisor(parts)));
    }

    [Test]
    public async Task Failing_intersection_is_started_again_after_its_back_off_and_the_other_misses_no_tick()
    {
        await Tick(_sound, _sick);
        _sick.Tick.Fails = true;
        await Tick(_sound);
        for (var i = 0; i < 8; i++)
        {
            await Tick(_sound);
            Assert.That(_sick.Incarnations, Is.EqualTo(1), "within the back-off");
        }

        await Until(() => _sick.Incarnations == 2);

        await Tick(_sound, _sick);
        Assert.That(_sick.Board.Incarnations, Is.EqualTo(2));
        Assert.That(_sick.Recorders.Begins, Is.EqualTo(2), "the flight recorder knows of the fresh start");
        var numbers = _sound.Tick.Seen.Select(t => t.Number).ToArray();
        Assert.That(numbers.Zip(numbers.Skip(1), (a, b) => b - a), Is.All.EqualTo(1));
        Assert.That(_sound.Incarnations, Is.EqualTo(1));
    }

    [Test]
    public async Task Operators_limit_survives_the_restart()
    {
        await Tick(_sound, _sick);
        await _supervisor.Ask<CommandReply>(
            new CorridorCommand.Operate("sick", new IntersectionCommand.LimitLevel(ControlLevel.FixedTime)), TimeSpan.FromSeconds(5));
        _sick.Tick.Fails = true;

        await Until(() => _sick.Incarnations == 2);
        await Tick(_sound, _sick);

        Assert.That(_sick.Tick.Seen[^1].Limit, Is.EqualTo(ControlLevel.FixedTime));
    }

    [Test]
    public async Task Failing_driver_is_replaced_and_control_goes_on_without_a_status_meanwhile()
    {
        await Tick(_sound, _sick);
        var first = _sick.Links;
        _sick.Cabinet.Life.SetException(new IOException("wire cut"));
        await Eventually.IsTrue(() => _sick.Slot.Latest is null, "no status without a driver");
        await Tick(_sound, _sick);

        await Until(() => _sick.Links == first + 1);

        Assert.That(_sick.Incarnations, Is.EqualTo(1), "control itself never failed");
    }

    [Test]
    public async Task Command_for_an_unknown_intersection_names_the_known_ones()
    {
        var reply = await _supervisor.Ask<CommandReply>(
            new CorridorCommand.Operate("nowhere", new IntersectionCommand.Release()), TimeSpan.FromSeconds(5));

        Assert.That(reply.Accepted, Is.False);
        Assert.That(reply.Text, Does.Contain("sound, sick"));
    }

    [Test]
    public async Task Shutdown_releases_every_cabinet_before_its_link_ends()
    {
        await Tick(_sound, _sick);
        var cabinets = new[] { _sound.Cabinet, _sick.Cabinet };
        Watch(_supervisor);

        _supervisor.Tell(new CorridorCommand.Shutdown());

        await ExpectTerminatedAsync(_supervisor);
        Assert.That(cabinets.Select(c => c.Submitted[^1].Kind), Is.All.EqualTo(CommandKind.Release));
        Assert.That(cabinets.Select(c => c.Ended), Is.All.True);
    }

    private async Task Tick(params Junction[] expected)
    {
        var tick = _grid.Advance();
        _sound.Cabinet.ShowAt(tick.Deadline);
        _sick.Cabinet.ShowAt(tick.Deadline);
        _supervisor.Tell(tick);
        foreach (var junction in expected)
        {
            await Eventually.IsTrue(() => junction.Computed(tick.Number), $"{junction.Intersection.Id} ticks");
        }
    }

    /// <summary>Ticks on until true; the sound one must keep up.</summary>
    private async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 100 && !condition(); i++)
        {
            await Tick(_sound);
        }

        Assert.That(condition(), Is.True);
    }
}
