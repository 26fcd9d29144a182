using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Tick;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Tick;

[TestFixture, Category("Unit"), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class IntersectionTickTests
{
    private static readonly Instant Start = new(1_700_000_000_000);
    private static readonly GroupSet Main = GroupSet.Of(1, 5);
    private static readonly GroupSet Conflicting = GroupSet.Of(1, 3);

    private readonly Intersection _intersection = TestIntersections.RingBarrier();
    private readonly SafetyTable _table = SafetyTable.Compile(TestIntersections.RingBarrier());
    private readonly Sequencer _cabinet;
    private readonly IntersectionTick _tick;
    private readonly Dictionary<ControlLevel, Func<ControlIntent>> _wishes = [];
    private long _number;

    public IntersectionTickTests()
    {
        _cabinet = new Sequencer(_table, Start);
        foreach (var level in new[] { ControlLevel.FixedTime, ControlLevel.Actuated, ControlLevel.Adaptive })
        {
            _wishes[level] = () => new ControlIntent(Main);
        }

        _tick = new IntersectionTick(_intersection, _table, [.. _wishes.Keys.Select(level => new ScriptedController(level, () => _wishes[level]()))]);
    }

    [Test]
    public void Tick_without_a_cabinet_observes_and_says_why()
    {
        var result = Run(seconds: 2, _ => null);

        Assert.That((result.Command, result.Level, result.Cause), Is.EqualTo(((SafeCommand?)null, ControlLevel.Observe, LadderCause.CabinetSilent)));
    }

    [Test]
    public void Tick_with_a_healthy_cabinet_commands_what_the_controller_wishes()
    {
        var result = Run(seconds: 3);

        Assert.That(result.Command!.Request.Call, Is.EqualTo(Main));
    }

    [TestCase(CabinetMode.Manual)]
    [TestCase(CabinetMode.Police)]
    [TestCase(CabinetMode.Preempt)]
    [TestCase(CabinetMode.FaultFlash)]
    [TestCase(CabinetMode.CommandedFlash)]
    [TestCase(CabinetMode.StartUp)]
    public void Cabinet_in_other_hands_is_only_observed(CabinetMode mode)
    {
        Run(seconds: 3);

        var result = Run(seconds: 0.1, status => status with { Mode = mode });

        Assert.That((result.Command, result.Cause), Is.EqualTo(((SafeCommand?)null, LadderCause.NotInControl)));
    }

    [Test]
    public void Cabinet_with_another_safety_configuration_is_only_observed()
    {
        var result = Run(seconds: 3, status => status with { SafetyConfigHash = ~status.SafetyConfigHash });

        Assert.That((result.Command, result.Cause), Is.EqualTo(((SafeCommand?)null, LadderCause.ConfigMismatch)));
    }

    [Test]
    public void Controller_that_wishes_a_conflict_costs_a_rung_and_nothing_else()
    {
        Run(seconds: 3);
        _wishes[Highest()] = () => new ControlIntent(Conflicting);

        var refused = Run(seconds: 0.1);
        var after = Run(seconds: 0.1);

        Assert.Multiple(() =>
        {
            Assert.That((refused.Command, refused.Refusal), Is.EqualTo(((SafeCommand?)null, Refusal.Conflict)));
            Assert.That(after.Level, Is.LessThan(refused.Level));
            Assert.That(after.Command!.Request.Call, Is.EqualTo(Main));
        });
    }

    [Test]
    public void Controller_that_throws_costs_a_rung_and_keeps_the_green()
    {
        Run(seconds: 20);
        _wishes[Highest()] = () => throw new InvalidOperationException("bug");

        var kept = Run(seconds: 0.1);
        var after = Run(seconds: 0.1);

        Assert.Multiple(() =>
        {
            Assert.That(kept.Command!.Request.Hold, Is.EqualTo(_cabinet.Go));
            Assert.That(after.Cause, Is.EqualTo(LadderCause.ControllerFault));
            Assert.That(after.Command!.Request.Call, Is.EqualTo(Main));
        });
    }

    [Test]
    public void Shadow_decides_and_commands_nothing_even_where_we_do_not_own_the_cabinet()
    {
        var result = Run(seconds: 3, status => status with { IsOurs = false, Mode = CabinetMode.LocalTimeOfDay }, shadow: true);

        Assert.That((result.Command, result.Intent.Green, result.Refusal), Is.EqualTo(((SafeCommand?)null, Main, Refusal.None)));
    }

    [Test]
    public void Tick_after_a_gap_commands_nothing_and_recovers_within_seconds()
    {
        Run(seconds: 3);
        _number += 30;

        var resumed = Run(seconds: 0.1);
        var later = Run(seconds: 2);

        Assert.Multiple(() =>
        {
            Assert.That((resumed.Command, resumed.Cause), Is.EqualTo(((SafeCommand?)null, LadderCause.TickGap)));
            Assert.That(later.Command, Is.Not.Null);
        });
    }

    [Test]
    public void Late_decisions_take_the_adaptive_rung_away_for_a_while()
    {
        Run(seconds: 3);
        for (var i = 0; i < 5; i++)
        {
            Run(seconds: 0.1, late: true);
        }

        Assert.That(Run(seconds: 0.1).Level, Is.LessThan(ControlLevel.Adaptive));
    }

    [Test]
    public void Change_of_rung_is_an_event_with_its_cause()
    {
        Run(seconds: 3);

        Run(seconds: 0.1, status => status with { Mode = CabinetMode.Police });

        Assert.That(_tick.Events, Has.Some.Matches<HiResEvent>(e =>
            e.Code == EventCode.ControlLevelChange && e.Parameter == (int)ControlLevel.Observe + 16 * (int)LadderCause.NotInControl));
    }

    private ControlLevel Highest() => Run(seconds: 0.1).Level;

    private TickResult Run(double seconds, Func<CabinetStatus, CabinetStatus?>? status = null, bool shadow = false, bool late = false)
    {
        TickResult result = default;
        for (var step = 0; step < Math.Round(seconds * 10); step++)
        {
            _number++;
            var now = Start + Duration.Tenth * _number;
            _cabinet.Step(now, GroupRequest.Exactly(Main, _table.All));
            var shown = Statuses.Of(_cabinet, now);
            result = _tick.Tick(new TickInput
            {
                Number = _number,
                Deadline = now,
                Local = new LocalTime(DayOfWeek.Monday, Duration.FromSeconds(36_000) + Duration.Tenth * _number),
                Readings = [],
                Status = status is null ? shown : status(shown),
                Limit = ControlLevel.Adaptive,
                Shadow = shadow,
                DecisionWasLate = late,
            });
        }

        return result;
    }
}
