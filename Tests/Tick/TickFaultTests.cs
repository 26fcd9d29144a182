using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Tick;

/// <summary>Rows of the failure table that reach the core as data: what is missing, late or too much is survived and written down.</summary>
[TestFixture, Category("Unit"), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class TickFaultTests
{
    private static readonly Instant Start = new(1_700_000_000_000);
    private static readonly GroupSet Main = GroupSet.Of(1, 5);

    private readonly SafetyTable _table = SafetyTable.Compile(TestIntersections.RingBarrier());
    private readonly Sequencer _cabinet;
    private readonly IntersectionTick _tick;
    private readonly List<HiResEvent> _events = [];
    private GroupSet _wish = Main;
    private GroupSet _requested = Main;
    private long _number;

    public TickFaultTests()
    {
        _cabinet = new Sequencer(_table, Start);
        ControlLevel[] levels = [ControlLevel.FixedTime, ControlLevel.Actuated, ControlLevel.Adaptive];
        _tick = new IntersectionTick(
            TestIntersections.RingBarrier(), _table, [.. levels.Select(level => new ScriptedController(level, () => new ControlIntent(_wish)))]);
    }

    [Test]
    public void Intersection_without_any_sensor_runs_its_plan_and_says_why()
    {
        var seeing = Run(HealthLimits.StartUpGrace.TotalSeconds - 1);
        var blind = Run(2);

        Assert.Multiple(() =>
        {
            Assert.That(seeing.Level, Is.EqualTo(ControlLevel.Adaptive));
            Assert.That((blind.Level, blind.Cause), Is.EqualTo((ControlLevel.FixedTime, LadderCause.Detection)));
            Assert.That(blind.Command, Is.Not.Null, "it goes on commanding");
            Assert.That(Parameters(EventCode.ControlLevelChange), Does.Contain((int)ControlLevel.FixedTime + 16 * (int)LadderCause.Detection));
        });
    }

    [TestCase(2, ControlLevel.Adaptive)]
    [TestCase(3, ControlLevel.Actuated)]
    [TestCase(6, ControlLevel.Actuated)]
    [TestCase(7, ControlLevel.FixedTime)]
    public void Rung_follows_the_share_of_blind_lane_groups(int blindOfEight, ControlLevel expected)
    {
        var laneGroups = Enumerable.Range(0, 8)
            .Select(i => default(LaneGroupEstimate) with { Source = i < blindOfEight ? EstimateSource.Historic : EstimateSource.NeighbourLane }).ToArray();

        Assert.That(DetectionLimit.Judge(laneGroups), Is.EqualTo(expected));
    }

    [Test]
    public void Readings_that_the_feed_dropped_are_an_event_with_their_number()
    {
        Run(3);

        var result = Run(0.1, dropped: 12);

        Assert.That(Parameters(EventCode.ReadingsDropped), Is.EqualTo(new[] { 12 }));
        Assert.That(result.Command, Is.Not.Null);
    }

    [Test]
    public void Missed_ticks_are_an_event_and_a_short_gap_costs_nothing_else()
    {
        Run(3);
        _number += 5;

        var result = Run(0.1);

        Assert.That(Parameters(EventCode.TicksMissed), Is.EqualTo(new[] { 5 }));
        Assert.That(result.Command, Is.Not.Null);
    }

    [TestCase(500, true)]
    [TestCase(600, false)]
    public void Status_older_than_its_limit_is_no_status(int ageMs, bool commands)
    {
        Run(3);

        var result = Run(0.1, status => status with { ReceivedAt = status.ReceivedAt - new Duration(ageMs) });

        Assert.That(result.Command is not null, Is.EqualTo(commands));
        Assert.That(result.Cause, Is.EqualTo(commands ? LadderCause.None : LadderCause.CabinetSilent));
    }

    [Test]
    public void Conflict_that_a_controller_asks_for_is_an_event()
    {
        Run(3);
        _wish = GroupSet.Of(1, 3);

        Run(1);

        Assert.That(Parameters(EventCode.IntentRefused), Does.Contain((int)Refusal.Conflict));
    }

    [Test]
    public void Operator_limits_and_releases_and_takes_back()
    {
        Run(3);
        var limited = Run(1, limit: ControlLevel.FixedTime);
        var released = Run(1, limit: ControlLevel.Observe);
        var lifted = Run(0.1);

        Assert.Multiple(() =>
        {
            Assert.That((limited.Level, limited.Cause), Is.EqualTo((ControlLevel.FixedTime, LadderCause.Operator)));
            Assert.That((released.Level, released.Command), Is.EqualTo((ControlLevel.Observe, (SafeCommand?)null)));
            Assert.That(lifted.Level, Is.EqualTo(ControlLevel.Adaptive));
        });
    }

    [Test]
    public void Call_that_the_cabinet_served_while_it_had_itself_forces_nothing_afterwards()
    {
        const int sideStreet = 3;
        var call = new[] { new DetectorReading(sideStreet, ReadingKind.CabinetInput, ReadingQuality.Ok, true, Now, Now, Now, 0, float.NaN, float.NaN) };
        Run(3);
        Run(0.1, readings: call);
        Run((GroupDemand.Default.MaxWait + WaitGuard.Grace).TotalSeconds, status => status with { Mode = CabinetMode.Manual });

        Run(20);

        Assert.That(Parameters(EventCode.MaxWaitForced), Is.Empty);
    }

    [Test]
    public void Call_that_a_controller_starves_is_served_within_its_bound_and_written()
    {
        const int sideStreet = 3;
        var waited = 0.0;
        for (; !_cabinet.Go.Contains(sideStreet) && waited < 600; waited += 0.1)
        {
            Run(0.1, readings: [new DetectorReading(sideStreet, ReadingKind.CabinetInput, ReadingQuality.Ok, true, Now, Now, Now, 0, float.NaN, float.NaN)]);
        }

        // After the bound and the grace the running green ends: its clearance and red clearance.
        var bound = GroupDemand.Default.MaxWait + WaitGuard.Grace;
        Assert.That(waited, Is.InRange(bound.TotalSeconds, bound.TotalSeconds + 10));
        Assert.That(Parameters(EventCode.MaxWaitForced), Is.EqualTo(new[] { sideStreet }));
    }

    private Instant Now => Start + Duration.Tenth * (_number + 1);

    private List<int> Parameters(EventCode code) => [.. _events.Where(e => e.Code == code).Select(e => e.Parameter)];

    /// <summary>Ticks on a cabinet that does what it is commanded.</summary>
    private TickResult Run(
        double seconds, Func<CabinetStatus, CabinetStatus>? status = null, int dropped = 0, DetectorReading[]? readings = null,
        ControlLevel limit = ControlLevel.Adaptive)
    {
        TickResult result = default;
        for (var step = 0; step < Math.Round(seconds * 10); step++)
        {
            _number++;
            var now = Start + Duration.Tenth * _number;
            _cabinet.Step(now, GroupRequest.Exactly(_requested, _table.All));
            var shown = Statuses.Of(_cabinet, now);
            result = _tick.Tick(new TickInput
            {
                Number = _number,
                Deadline = now,
                Local = new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(36_000) + Duration.Tenth * _number),
                Readings = readings ?? [],
                ReadingsDropped = dropped,
                Status = status is null ? shown : status(shown),
                Limit = limit,
                Shadow = false,
            });
            _requested = result.Command?.Request.Call ?? _requested;
            _events.AddRange(_tick.Events);
        }

        return result;
    }
}
