using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Coordination;

[TestFixture]
[Category("Unit")]
public sealed class ActuatedCoordinationTests
{
    private const int P2 = 1, P4 = 3;

    [Test]
    public void Saturated_phases_run_their_splits_and_hold_the_offset()
    {
        var intersection = TestIntersections.RingBarrier();
        var loop = Coordinated(intersection);
        loop.Present = GroupSet.FirstN(8);
        loop.Run(1000);

        Assert.That(
            loop.Of(P2, GroupState.Green).Skip(2).Select(g => OffsetClock.Error(g.Start, 3, intersection.PlanOf(1))), Is.All.LessThanOrEqualTo(Duration.Tenth));
        Assert.That(loop.Of(P4, GroupState.Green).Skip(2).Select(g => g.Length.TotalSeconds), Is.All.EqualTo(24.5).Within(0.11));
        Assert.That(loop.Events.Select(e => e.Code), Does.Contain(EventCode.ForceOff));
        Assert.That(loop.Events.Select(e => e.Code), Has.None.EqualTo(EventCode.MaxOut), "maximum green is inhibited");
    }

    [Test]
    public void Coordinated_phases_rest_without_calls()
    {
        var loop = Coordinated(TestIntersections.RingBarrier()).Run(600);
        Assert.That(loop.Go, Is.EqualTo(GroupSet.Of(1, 5)));
        Assert.That(loop.Of(P2, GroupState.Green), Is.Empty);
    }

    [Test]
    public void Coordinated_green_does_not_yield_before_its_yield_point()
    {
        var intersection = TestIntersections.RingBarrier();
        var plan = intersection.PlanOf(1);
        var loop = Coordinated(intersection);
        loop.Present = GroupSet.Of(P4);
        loop.Run(900);

        // Green of 24.5 s from local zero; one vehicle at P4 all the time.
        foreach (var green in loop.Of(P2, GroupState.Green).Skip(1))
        {
            Assert.That(OffsetClock.Error(green.End - Duration.FromSeconds(24.5), 3, plan), Is.LessThanOrEqualTo(Duration.Tenth), $"yielded at {green.End}");
        }
    }

    [Test]
    public void Unused_time_returns_to_the_coordinated_phase_early()
    {
        var loop = Coordinated(TestIntersections.RingBarrier());
        loop.BeforeTick = l => l.Present = GroupSet.Of(P4) - l.Go;
        loop.Run(900);

        // Minimum green 8 s, gap, 5.5 s change: back well before the split's 30 s are over.
        Assert.That(loop.Of(P4, GroupState.Green).Skip(1).Select(g => g.Length.TotalSeconds), Is.All.EqualTo(8.0).Within(0.2));
        Assert.That(loop.Of(P2, GroupState.Green).Skip(1).Select(g => g.Length.TotalSeconds), Is.All.GreaterThan(60));
    }

    [Test]
    public void Call_after_its_permissive_period_waits_for_the_next_cycle()
    {
        var intersection = TestIntersections.RingBarrier();
        var plan = intersection.PlanOf(1);
        var loop = Coordinated(intersection).Run(200);
        loop.RunUntil(l => OffsetClock.Error(l.Elapsed - Duration.FromSeconds(85), 3, plan) == Duration.Zero);
        loop.Present = GroupSet.Of(P4);
        loop.RunUntil(l => !l.Go.Contains(P2));

        Assert.That(OffsetClock.Error(loop.Elapsed - Duration.FromSeconds(24.6), 3, plan), Is.LessThanOrEqualTo(Duration.Tenth * 2));
    }

    [Test]
    public void Walk_that_rests_in_the_coordinated_green_is_over_at_the_yield_point()
    {
        var intersection = TestIntersections.RingBarrier();
        intersection = intersection with
        {
            Groups = intersection.Groups.SetItem(8, intersection.Groups[8] with
            {
                Demand = GroupDemand.Default with { Recall = Recall.Pedestrian, RestInWalk = true },
            }),
        };
        var loop = Coordinated(intersection);
        loop.Present = GroupSet.FirstN(8);
        loop.Run(900);

        Assert.That(loop.Of(8, GroupState.Walk).Skip(2).Select(w => w.Length.TotalSeconds), Is.All.EqualTo(24.5 - 12).Within(0.21));
        Assert.That(
            loop.Of(P2, GroupState.Green).Skip(2).Select(g => OffsetClock.Error(g.Start, 3, intersection.PlanOf(1))), Is.All.LessThanOrEqualTo(Duration.Tenth));
    }

    private static ClosedLoop Coordinated(Intersection intersection) =>
        new(intersection, ControllerFactory.Create(ControlLevel.Actuated, intersection, SafetyTable.Compile(intersection), [], []), startHour: 3);
}
