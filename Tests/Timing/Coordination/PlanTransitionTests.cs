using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Coordination;

[TestFixture]
[Category("Unit")]
public sealed class PlanTransitionTests
{
    /// <summary>Greatest number of cycles from a plan change to being in step, and the coordination state shown on the way.</summary>
    [TestCase(TransitionMode.Add, 20, 6, 2)]
    [TestCase(TransitionMode.Add, 80, 6, 2)]
    [TestCase(TransitionMode.Subtract, 20, 8, 3)]
    [TestCase(TransitionMode.Subtract, 80, 8, 3)]
    [TestCase(TransitionMode.Dwell, 20, 7, 4)]
    [TestCase(TransitionMode.Dwell, 80, 7, 4)]
    [TestCase(TransitionMode.ShortWay, 20, 4, 2)]
    [TestCase(TransitionMode.ShortWay, 80, 4, 3)]
    public void Offset_is_reached_within_its_cycles(TransitionMode mode, double shift, int cycles, int state)
    {
        foreach (var level in (ControlLevel[])[ControlLevel.FixedTime, ControlLevel.Actuated])
        {
            var intersection = TestIntersections.RingBarrier();
            var before = intersection.PlanOf(1);
            var after = before with { Number = 3, Offset = new Duration((before.Offset.Milliseconds + (long)(shift * 1000)) % before.Cycle.Milliseconds), Transition = mode };
            var loop = new ClosedLoop(intersection, Make(level, intersection), startHour: 3, plan: before) { Present = GroupSet.FirstN(8) };
            loop.Run(400);
            loop.Plan = after;
            var changed = loop.Elapsed;
            loop.Run((cycles + 1) * 90 + 20);

            Assert.That(OffsetClock.Error(loop.Of(1, GroupState.Green)[^1].Start, 3, after), Is.LessThanOrEqualTo(Duration.Tenth), $"{level} {mode}");
            Assert.That(loop.Events.Any(e => e.At >= changed && e.Code == EventCode.CoordState && e.Parameter == state), $"{level}: state {state} was announced");
            AssertCyclesBounded(loop, changed);
        }
    }

    [Test]
    public void Plan_with_another_cycle_is_taken_up_at_local_zero_and_held()
    {
        var intersection = TestIntersections.RingBarrier();
        // 06:58; plan 2 (cycle 120 s) begins at 07:00 on weekdays.
        var loop = new ClosedLoop(intersection, Make(ControlLevel.FixedTime, intersection), startHour: 6 + 58.0 / 60).Run(120 + 7 * 120);
        var plan = intersection.PlanOf(2);
        var last = loop.Of(5, GroupState.Green).TakeLast(3);
        Assert.That(last.Select(g => OffsetClock.Error(g.Start, 6 + 58.0 / 60, plan)), Is.All.LessThanOrEqualTo(Duration.Tenth));
    }

    /// <summary>No cycle is longer or shorter by more than a fifth, change of plan included.</summary>
    private static void AssertCyclesBounded(ClosedLoop loop, Duration from)
    {
        var starts = loop.Of(1, GroupState.Green).Where(g => g.Start >= from - Duration.FromSeconds(90)).Select(g => g.Start.TotalSeconds).ToArray();
        Assert.That(starts.Zip(starts.Skip(1), (a, b) => b - a), Is.All.InRange(90 * 0.79, 90 * 1.21));
    }

    private static IController Make(ControlLevel level, Intersection intersection) =>
        ControllerFactory.Create(level, intersection, SafetyTable.Compile(intersection), [], []);
}
