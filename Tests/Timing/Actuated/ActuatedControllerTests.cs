using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Actuated;

[TestFixture]
[Category("Unit")]
public sealed class ActuatedControllerTests
{
    private const int P1 = 0, P2 = 1, P3 = 2, P4 = 3, P5 = 4, P6 = 5, P7 = 6, P8 = 7;

    [Test]
    public void Green_without_any_call_rests()
    {
        var loop = Free(TestIntersections.RingBarrier()).Run(300);

        Assert.That(loop.Go, Is.EqualTo(GroupSet.Of(P2, P6)));
        Assert.That(loop.Of(P2, GroupState.Green), Is.Empty, "the green never ended");
    }

    [Test]
    public void Green_with_nobody_left_gaps_out_after_passage()
    {
        var loop = Free(TestIntersections.RingBarrier()).Run(20);
        loop.Present = GroupSet.Of(P2, P4);
        loop.Run(10);
        loop.Present = GroupSet.Of(P4);
        var left = loop.Elapsed;
        loop.RunUntil(l => l.Go.Contains(P4));

        var ended = loop.Of(P2, GroupState.Green)[0].End;
        // Last seen one tick before the call to leave; passage is 2.5 s.
        Assert.That(ended - left, Is.EqualTo(Duration.FromSeconds(2.4)));
        Assert.That(loop.Events.Select(e => e.Code), Does.Contain(EventCode.GapOut).And.Contain(EventCode.BarrierTermination));
        Assert.That(loop.Go, Is.EqualTo(GroupSet.Of(P4, P8)), "dual entry brings the partner up");
    }

    [Test]
    public void Green_with_endless_traffic_ends_exactly_at_maximum()
    {
        var loop = Free(TestIntersections.RingBarrier());
        loop.Present = GroupSet.Of(P2, P4, P6, P8);
        loop.RunUntil(l => l.Of(P8, GroupState.Green).Count > 1, 600);

        foreach (var phase in (int[])[P2, P4, P6, P8])
        {
            Assert.That(loop.Of(phase, GroupState.Green).Select(g => g.Length), Is.All.EqualTo(Duration.FromSeconds(40)), $"P{phase + 1}");
        }

        Assert.That(loop.Events.Count(e => e.Code == EventCode.MaxOut), Is.GreaterThanOrEqualTo(4));
        Assert.That(loop.Events.Select(e => e.Code), Has.None.EqualTo(EventCode.GapOut));
    }

    [Test]
    public void Rings_cross_the_barrier_only_when_both_have_gapped_out_at_once()
    {
        var loop = Free(TestIntersections.RingBarrier()).Run(20);
        loop.Present = GroupSet.Of(P4);
        // Phase 2 gaps first; then it is used again while phase 6 still extends.
        var start = loop.Elapsed;
        loop.BeforeTick = l =>
        {
            var t = (l.Elapsed - start).TotalSeconds;
            l.Present = GroupSet.Of(P4);
            l.Present = t is < 1 or (>= 5 and < 6) ? l.Present.With(P2) : l.Present;
            l.Present = t < 5.5 ? l.Present.With(P6) : l.Present;
        };
        loop.RunUntil(l => l.Go.Contains(P4));

        var end2 = loop.Of(P2, GroupState.Green)[0].End;
        var end6 = loop.Of(P6, GroupState.Green)[0].End;
        Assert.That(end2, Is.EqualTo(end6));
        Assert.That((end2 - start).TotalSeconds, Is.EqualTo(8.4).Within(0.15), "2.5 s after the last vehicle of either ring");
    }

    [Test]
    public void Gap_stands_when_simultaneous_gap_out_is_off()
    {
        var intersection = TestIntersections.RingBarrier();
        intersection = intersection with { Sequence = (RingBarrierSequence)intersection.Sequence with { SimultaneousGapOut = false } };
        var loop = Free(intersection).Run(20);
        var start = loop.Elapsed;
        loop.BeforeTick = l =>
        {
            var t = (l.Elapsed - start).TotalSeconds;
            l.Present = GroupSet.Of(P4);
            l.Present = t is < 1 or >= 5 ? l.Present.With(P2) : l.Present;
            l.Present = t < 5.5 ? l.Present.With(P6) : l.Present;
        };
        loop.RunUntil(l => l.Go.Contains(P4));

        Assert.That((loop.Of(P2, GroupState.Green)[0].End - start).TotalSeconds, Is.EqualTo(7.9).Within(0.15));
    }

    [Test]
    public void Phases_without_call_are_skipped()
    {
        var loop = Free(TestIntersections.RingBarrier()).Run(20);
        loop.Present = GroupSet.Of(P4);
        loop.RunUntil(l => l.Go.Contains(P4));
        loop.Present = GroupSet.Of(P2);
        loop.RunUntil(l => l.Go.Contains(P2));

        foreach (var left in (int[])[P1, P3, P5, P7])
        {
            Assert.That(loop.Of(left, GroupState.Red), Is.Empty, $"P{left + 1} was never called");
        }
    }

    [Test]
    public void Left_turn_ends_alone_and_its_through_phase_joins_the_other_ring()
    {
        var loop = Free(TestIntersections.RingBarrier()).Run(20);
        loop.Present = GroupSet.Of(P4);
        loop.RunUntil(l => l.Go.Contains(P4)).Run(10);
        loop.Present = GroupSet.Of(P1, P2, P6);
        loop.RunUntil(l => l.Go.Contains(P1));
        Assert.That(loop.Go, Is.EqualTo(GroupSet.Of(P1, P6)), "6 is compatible with 1");
        loop.Present = GroupSet.Of(P2, P6);
        loop.RunUntil(l => l.Go.Contains(P2), 20);
        Assert.That(loop.Of(P6, GroupState.Green), Has.Count.EqualTo(1), "6 stayed green throughout");
    }

    [Test]
    public void Walk_and_clearance_have_their_lengths_and_green_outlasts_them()
    {
        var loop = Free(TestIntersections.RingBarrier()).Run(20);
        loop.Press(TestIntersections.Pedestrian4);
        loop.RunUntil(l => l.Go.Contains(P4));
        loop.Present = GroupSet.Of(P2);
        loop.RunUntil(l => l.Go.Contains(P2));

        var walk = loop.Of(TestIntersections.Pedestrian4, GroupState.Walk).Single();
        var clearance = loop.Of(TestIntersections.Pedestrian4, GroupState.PedestrianClearance).Single();
        var green = loop.Of(P4, GroupState.Green).Single();
        Assert.That(walk.Length, Is.EqualTo(Duration.FromSeconds(7)));
        Assert.That(clearance.Length, Is.EqualTo(Duration.FromSeconds(12)));
        Assert.That(walk.Start, Is.EqualTo(green.Start));
        Assert.That(green.End, Is.GreaterThanOrEqualTo(clearance.End));
        Assert.That(loop.Of(TestIntersections.Pedestrian8, GroupState.DontWalk), Is.Empty, "nobody pressed at 8");
    }

    [Test]
    public void Button_pressed_while_the_green_rests_walks_at_once()
    {
        var loop = Free(TestIntersections.RingBarrier()).Run(30);
        loop.Press(TestIntersections.Pedestrian2);
        loop.Run(0.2);

        Assert.That(loop.StateOf(TestIntersections.Pedestrian2), Is.EqualTo(GroupState.Walk));
    }

    [Test]
    public void Leading_pedestrian_interval_is_exact()
    {
        var intersection = WithDemand(TestIntersections.RingBarrier(), P4, d => d with { PedestrianLead = Duration.FromSeconds(4) });
        var loop = Free(intersection).Run(20);
        loop.Press(TestIntersections.Pedestrian4);
        loop.RunUntil(l => l.Go.Contains(P4));
        loop.Present = GroupSet.Of(P2);
        loop.RunUntil(l => l.Go.Contains(P2));

        var walk = loop.Of(TestIntersections.Pedestrian4, GroupState.Walk).Single();
        var green = loop.Of(P4, GroupState.Green).Single();
        Assert.That(green.Start - walk.Start, Is.EqualTo(Duration.FromSeconds(4)));
    }

    [Test]
    public void Leading_pedestrian_interval_without_pedestrians_is_not_given()
    {
        var intersection = WithDemand(TestIntersections.RingBarrier(), P4, d => d with { PedestrianLead = Duration.FromSeconds(4) });
        var loop = Free(intersection).Run(20);
        loop.Present = GroupSet.Of(P4);
        loop.RunUntil(l => l.Go.Contains(P8));
        Assert.That(loop.Go, Is.EqualTo(GroupSet.Of(P4, P8)), "4 starts together with 8, which has no lead");
    }

    [Test]
    public void Walk_rests_with_the_green_when_asked_to_and_ends_for_a_call()
    {
        var intersection = WithDemand(
            TestIntersections.RingBarrier(), TestIntersections.Pedestrian2, d => d with { RestInWalk = true, Recall = Recall.Pedestrian });
        var loop = Free(intersection).Run(60);
        Assert.That(loop.StateOf(TestIntersections.Pedestrian2), Is.EqualTo(GroupState.Walk));

        loop.Present = GroupSet.Of(P4);
        var called = loop.Elapsed;
        loop.RunUntil(l => l.Go.Contains(P4));
        Assert.That(loop.Of(TestIntersections.Pedestrian2, GroupState.Walk).Single().End - called, Is.EqualTo(Duration.Zero));
        Assert.That(loop.Of(TestIntersections.Pedestrian2, GroupState.PedestrianClearance).Single().Length, Is.EqualTo(Duration.FromSeconds(12)));
    }

    [TestCase(Recall.Min, 8)]
    [TestCase(Recall.Max, 40)]
    public void Recall_serves_a_phase_nobody_called(Recall recall, double green)
    {
        var intersection = WithDemand(TestIntersections.RingBarrier(), P4, d => d with { Recall = recall });
        var loop = Free(intersection);
        loop.BeforeTick = l => l.Present = GroupSet.Of(P2) - l.Go;
        loop.RunUntil(l => l.Of(P4, GroupState.Green).Count >= 2, 400);

        Assert.That(loop.Of(P4, GroupState.Green)[1].Length, Is.EqualTo(Duration.FromSeconds(green)));
    }

    [Test]
    public void Pedestrian_recall_walks_each_time_without_a_button()
    {
        var intersection = WithDemand(TestIntersections.RingBarrier(), P4, d => d with { Recall = Recall.Pedestrian });
        var loop = Free(intersection);
        loop.Present = GroupSet.Of(P2);
        loop.RunUntil(l => l.Of(TestIntersections.Pedestrian4, GroupState.PedestrianClearance).Count >= 2, 400);
        Assert.That(loop.Of(TestIntersections.Pedestrian4, GroupState.Walk).Select(w => w.Length), Is.All.EqualTo(Duration.FromSeconds(7)));
    }

    [Test]
    public void Soft_recall_brings_the_rest_back_once_nobody_calls()
    {
        var intersection = WithDemand(TestIntersections.RingBarrier(), P2, d => d with { Recall = Recall.Soft });
        var loop = Free(intersection).Run(20);
        loop.Present = GroupSet.Of(P3);
        loop.RunUntil(l => l.Go.Contains(P3));
        loop.Present = GroupSet.Empty;
        loop.RunUntil(l => l.Go.Contains(P2), 30).Run(60);
        Assert.That(loop.Go.Contains(P2));
    }

    [Test]
    public void Failed_detection_runs_its_phase_to_maximum()
    {
        var loop = Free(TestIntersections.RingBarrier());
        loop.FailedDetection = GroupSet.Of(P4);
        loop.Present = GroupSet.Of(P2);
        loop.RunUntil(l => l.Of(P4, GroupState.Green).Count >= 1, 200);
        Assert.That(loop.Of(P4, GroupState.Green)[0].Length, Is.EqualTo(Duration.FromSeconds(40)));
    }

    [Test]
    public void Overlap_is_green_with_its_parents_and_between_them()
    {
        var loop = Free(TimingIntersections.WithOverlap()).Run(20);
        loop.Present = GroupSet.Of(P4);
        loop.RunUntil(l => l.Go.Contains(P4)).Run(10);
        Assert.That(loop.Go.Contains(TimingIntersections.OverlapA), Is.False);
        loop.Present = GroupSet.Of(P1, P2);
        loop.RunUntil(l => l.Go.Contains(P1));
        loop.RunUntil(l => l.Go.Contains(TimingIntersections.OverlapA), 5);
        loop.Present = GroupSet.Of(P2);
        var greens = loop.Of(TimingIntersections.OverlapA, GroupState.Green).Count;
        loop.RunUntil(l => l.Go.Contains(P2)).Run(5);
        Assert.That(loop.Of(TimingIntersections.OverlapA, GroupState.Green), Has.Count.EqualTo(greens), "it stayed green from 1 into 2");
    }

    [Test]
    public void Stages_follow_their_calls_and_shared_groups_stay_green()
    {
        var loop = Free(TestIntersections.German()).Run(20);
        Assert.That(loop.Go, Is.EqualTo(GroupSet.Of(0, 1)));
        loop.Present = GroupSet.Of(2);
        loop.RunUntil(l => l.Go.Contains(2));
        Assert.That(loop.Go, Is.EqualTo(GroupSet.Of(0, 2)));
        Assert.That(loop.Of(0, GroupState.Green), Is.Empty, "group 0 is in both stages");
        Assert.That(loop.Intents[^1].Stage, Is.EqualTo(2));
    }

    private static ClosedLoop Free(Intersection intersection) => new(intersection, Make(intersection), plan: TimingPlan.Free);

    private static ActuatedController Make(Intersection intersection) =>
        new(PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), intersection.StartUp);

    private static Intersection WithDemand(Intersection intersection, int group, Func<GroupDemand, GroupDemand> change) => intersection with
    {
        Groups = intersection.Groups.SetItem(group, intersection.Groups[group] with { Demand = change(intersection.Groups[group].Demand) }),
    };
}
