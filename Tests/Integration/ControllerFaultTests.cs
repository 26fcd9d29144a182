using Signals.Controller.Hosting;
using Signals.Controller.Storage;
using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Timing;
using Signals.Tests.Controller.Hosting;
using Signals.Tests.Support;

namespace Signals.Tests.Integration;

/// <summary>The failure table's rows that need controller, driver, wire and cabinet together.</summary>
[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ControllerFaultTests : IAsyncDisposable
{
    private static readonly Corridor Two = new(
        "test", "mutcd", "UTC", TrafficSide.Right, [TestIntersections.RingBarrier("a", 1), TestIntersections.German("b", 2)], [], "hash");

    private readonly LoopbackCabinets _cabinets = new(Two);
    private readonly TemporaryDirectory _folder = new();
    private ControllerHost? _host;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await _cabinets.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase(CabinetInputs.ManualEnable, CabinetMode.Manual)]
    [TestCase(CabinetInputs.PolicePanel, CabinetMode.Police)]
    [TestCase(CabinetInputs.FlashSwitch, CabinetMode.CommandedFlash)]
    public async Task Person_at_the_cabinet_has_it_until_the_switch_is_back(CabinetInputs input, CabinetMode mode)
    {
        await StartAsync();

        _cabinets["a"].With(c => c.Panel.Set(input, on: true));
        await Eventually.IsTrue(() => Latest("a").Level == ControlLevel.Observe, "observes");
        Assert.That(Latest("a").Cause, Is.EqualTo(LadderCause.NotInControl));
        await Eventually.IsTrue(() => _cabinets.ModeOf("a") == mode, $"{mode}");
        var rejectsWhileObserving = await QuietAsync("a");
        _cabinets["a"].With(c => c.Panel.Set(input, on: false));

        await RemoteAsync("a", seconds: 45);
        Assert.That(rejectsWhileObserving, Is.Zero, "it does not fight");
        Assert.That(_cabinets.ModeOf("b"), Is.EqualTo(CabinetMode.Remote));
        Assert.That(_cabinets.All(c => !c.Monitor.IsTripped), Is.True);
    }

    [Test]
    public async Task Preemption_is_left_alone_and_control_returns_after_it()
    {
        await StartAsync();

        _cabinets["a"].With(c => c.Panel.SetPreempt(1, on: true));
        await Eventually.IsTrue(() => Latest("a").Level == ControlLevel.Observe, "observes");
        await QuietAsync("a");
        _cabinets["a"].With(c => c.Panel.SetPreempt(1, on: false));

        await RemoteAsync("a", seconds: 45);
        Assert.That(_cabinets.All(c => !c.Monitor.IsTripped), Is.True);
    }

    [Test]
    public async Task Cabinet_of_another_intersection_is_refused_with_the_register_named_and_never_commanded()
    {
        var log = new LogBook();
        var (a, b) = (_cabinets.Corridor.Intersections[0], _cabinets.Corridor.Intersections[1]);
        var crossed = _cabinets.Corridor with { Intersections = [a with { Cabinet = b.Cabinet }, b with { Cabinet = a.Cabinet }] };

        _host = await ControllerHost.StartAsync(crossed, Options() with { Loggers = log }, CancellationToken.None);

        await Eventually.IsTrue(() => log.Lines.Count(l => l.Contains("input register", StringComparison.Ordinal)) >= 2, "names the register");
        Assert.That(_host.Snapshot().Intersections.Select(i => i.Link), Is.All.Contains("expected"));
        Assert.That(_cabinets.All(c => c.Mode != CabinetMode.Remote && c.Authority.Epoch == 0), Is.True, "not even claimed");
    }

    [Test]
    public async Task Another_owner_with_a_higher_epoch_fences_us_and_we_do_not_fight()
    {
        await StartAsync();

        _cabinets["a"].With(c => new Signals.Sim.Cabinet.VirtualCabinetLink(c, ownerId: 9));

        await Eventually.IsTrue(() => Latest("a") is { Level: ControlLevel.Observe, Status.IsOurs: false }, "fenced");
        var epoch = _cabinets["a"].With(c => c.Authority.Epoch);
        await QuietAsync("a");
        Assert.That(_cabinets["a"].With(c => c.Authority.Epoch), Is.EqualTo(epoch), "no claim of our own");
    }

    [Test]
    public async Task Cabinet_that_loses_power_is_taken_again_when_it_is_back()
    {
        await StartAsync();

        await _cabinets.RemoveAsync("a");
        await Eventually.IsTrue(() => Latest("a").Cause == LadderCause.CabinetSilent, "silent");
        Assert.That(_cabinets.ModeOf("b"), Is.EqualTo(CabinetMode.Remote));
        _cabinets.PutBack("a");

        await RemoteAsync("a");
    }

    [Test]
    public async Task Exception_in_one_intersection_restarts_it_before_its_lease_ends_and_the_other_does_not_notice()
    {
        var fails = 0;
        await StartAsync(Options() with
        {
            NewTick = (corridor, intersection) => new WrappedTick(
                Ticks.Resting(corridor, intersection), () => intersection.Id == "a" && Interlocked.Exchange(ref fails, 0) == 1, eventsPerTick: 0),
        });
        var other = Latest("b").Ticks;

        Interlocked.Exchange(ref fails, 1);
        await Eventually.IsTrue(() => _host!.Snapshot().Intersections[0].Incarnations == 2, "started again");
        Assert.That(_cabinets.ModeOf("a"), Is.EqualTo(CabinetMode.Remote), "the lease carried the cabinet over");

        await Eventually.IsTrue(() => Latest("a").Ticks is { Commands: > 5 }, "commands again");
        Assert.That(Latest("b").Ticks.Gaps, Is.EqualTo(other.Gaps));
        Assert.That(_host!.Snapshot().Intersections[1].Incarnations, Is.EqualTo(1));
        Assert.That(_cabinets.All(c => !c.Monitor.IsTripped), Is.True);
    }

    [Test]
    public async Task Full_event_store_costs_events_and_no_tick()
    {
        await StartAsync(Options() with
        {
            DataDirectory = _folder.Path,
            EventStore = new EventStoreOptions { HardLimitBytes = 200_000, FlushAfter = TimeSpan.FromMilliseconds(50) },
            NewTick = (corridor, intersection) => new WrappedTick(Ticks.Resting(corridor, intersection), () => false, eventsPerTick: 500),
        });

        await Eventually.IsTrue(() => _host!.Snapshot().Records.EventsFailed > 0, "the store is full", TimeSpan.FromSeconds(30));
        var before = Latest("a").Ticks;
        await Eventually.IsTrue(() => Latest("a").Ticks.Commands > before.Commands + 10, "control goes on");

        Assert.That(_cabinets.All(c => c.Mode == CabinetMode.Remote), Is.True);
    }

    private Signals.Actors.Control.IntersectionSnapshot Latest(string id) =>
        _host!.Snapshot().Intersections.Single(i => i.Id == id).Latest ?? throw new InvalidOperationException($"{id} has not ticked yet");

    private static ControllerOptions Options() => new() { Cabinets = new ModbusCabinets(), NewTick = Ticks.Resting };

    private async Task StartAsync(ControllerOptions? options = null)
    {
        _host = await ControllerHost.StartAsync(_cabinets.Corridor, options ?? Options(), CancellationToken.None);
        await RemoteAsync("a");
        await RemoteAsync("b");
    }

    private Task RemoteAsync(string id, int seconds = 20) =>
        Eventually.IsTrue(() => _cabinets.ModeOf(id) == CabinetMode.Remote, $"{id} under remote control", TimeSpan.FromSeconds(seconds));

    /// <summary>Waits ten more polls; returns how many frames the cabinet had to reject meanwhile.</summary>
    private async Task<int> QuietAsync(string id)
    {
        var (heartbeat, rejects) = _cabinets[id].With(c => (c.Heartbeat, c.Authority.RejectCount));
        await Eventually.IsTrue(() => _cabinets[id].With(c => unchecked((ushort)(c.Heartbeat - heartbeat))) >= 10, "a second passes");
        return _cabinets[id].With(c => c.Authority.RejectCount) - rejects;
    }

    /// <summary>A tick that can be told to fail and to make many events.</summary>
    private sealed class WrappedTick(IIntersectionTick inner, Func<bool> fails, int eventsPerTick) : IIntersectionTick
    {
        private readonly List<HiResEvent> _events = [];

        public IReadOnlyList<HiResEvent> Events => _events;

        public ReadOnlySpan<LaneGroupEstimate> LaneGroups => inner.LaneGroups;

        public TickResult Tick(in TickInput input)
        {
            if (fails())
            {
                throw new ArithmeticException("a bug");
            }

            var result = inner.Tick(input);
            _events.Clear();
            _events.AddRange(inner.Events);
            for (var i = 0; i < eventsPerTick; i++)
            {
                _events.Add(new HiResEvent(input.Deadline, 1, EventCode.DetectorOn, i));
            }

            return result;
        }

        public bool TryOutflow(in TickInput input, List<NeighbourOutflow> into) => inner.TryOutflow(input, into);

        public string Explain() => inner.Explain();
    }
}
