using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.FixedTime;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.FixedTime;

[TestFixture]
[Category("Unit")]
public sealed class FixedTimeControllerTests
{
    [Test]
    public void Coordinated_greens_begin_at_offset_and_every_phase_gets_its_split()
    {
        var intersection = TestIntersections.RingBarrier();
        var loop = new ClosedLoop(intersection, Make(intersection), startHour: 3).Run(1000);
        var plan = intersection.PlanOf(1);

        foreach (var green in loop.Of(1, GroupState.Green).Skip(1))
        {
            Assert.That(OffsetError(green.Start, 3, plan), Is.LessThanOrEqualTo(Duration.Tenth), $"P2 at {green.Start}");
        }

        // Splits of 15 s and 30 s less change times of 4 s after a left and 5.5 s after a through phase.
        for (var phase = 0; phase < 8; phase++)
        {
            var expected = phase % 2 == 0 ? 11.0 : 24.5;
            Assert.That(loop.Of(phase, GroupState.Green).Skip(1).Select(g => g.Length.TotalSeconds), Is.All.EqualTo(expected).Within(0.11), $"P{phase + 1}");
        }
    }

    [Test]
    public void Stem_of_a_T_junction_gets_its_split_although_the_other_ring_has_nothing_beside_it()
    {
        var intersection = TestCorridors.MainStreet().Intersections.Single(x => x.Id == "main-4th");
        var plan = intersection.PlanAt(DayOfWeek.Monday, Duration.FromSeconds(8 * 3600));
        var stem = ((RingBarrierSequence)intersection.Sequence).PhaseOf(8).VehicleGroup;

        var loop = new ClosedLoop(intersection, Make(intersection), startHour: 8).Run(900);

        var change = intersection.Groups[stem].Timing.Clearance + intersection.Groups[stem].Timing.RedClearance;
        Assert.That(
            loop.Of(stem, GroupState.Green).Skip(1).Select(g => g.Length.TotalSeconds).ToList(),
            Has.Count.GreaterThanOrEqualTo(900 / plan.Cycle.TotalSeconds - 2).And.All.EqualTo((plan.SplitOf(8) - change).TotalSeconds).Within(1.5));
    }

    [Test]
    public void Stages_keep_their_cycle()
    {
        var intersection = TestIntersections.German();
        var loop = new ClosedLoop(intersection, Make(intersection), startHour: 3).Run(800);
        var starts = loop.Of(3, GroupState.Green).Skip(1).Select(g => g.Start.TotalSeconds).ToArray();

        Assert.That(starts.Zip(starts.Skip(1), (a, b) => b - a), Is.All.EqualTo(70.0).Within(0.11));
        // Group 0 has the longest intergreen into stage 1, 6 s; group 1 may start a second earlier.
        Assert.That(loop.Of(0, GroupState.Green).Skip(1).Select(g => OffsetError(g.Start, 3, intersection.PlanOf(1))), Is.All.LessThanOrEqualTo(Duration.Tenth));
    }

    [Test]
    public void Crossing_walks_on_call_only_and_inside_its_green()
    {
        var intersection = TestIntersections.RingBarrier();
        var loop = new ClosedLoop(intersection, Make(intersection), startHour: 3).Run(200);
        Assert.That(loop.Of(TestIntersections.Pedestrian4, GroupState.Walk), Is.Empty);

        loop.Press(TestIntersections.Pedestrian4);
        loop.Run(180);
        var walk = loop.Of(TestIntersections.Pedestrian4, GroupState.Walk).Single();
        Assert.That(walk.Length, Is.EqualTo(Duration.FromSeconds(7)));
        var clearance = loop.Of(TestIntersections.Pedestrian4, GroupState.PedestrianClearance).Single();
        Assert.That(loop.Of(3, GroupState.Green).Any(g => g.Start <= walk.Start && g.End >= clearance.End));
    }

    [Test]
    public void Split_too_short_for_its_crossing_is_held_and_the_offset_comes_back()
    {
        var intersection = TestIntersections.RingBarrier();
        var plan = intersection.PlanOf(1);
        plan = plan with
        {
            Splits = [.. plan.Splits.Select(s => s with { Length = Duration.FromSeconds(s.PhaseOrStage is 4 or 8 ? 18 : s.PhaseOrStage is 2 or 6 ? 42 : 15) })],
        };
        var loop = new ClosedLoop(intersection, Make(intersection), startHour: 3, plan: plan).Run(200);
        loop.Press(TestIntersections.Pedestrian4);
        loop.Run(300);

        var clearance = loop.Of(TestIntersections.Pedestrian4, GroupState.PedestrianClearance).Single();
        Assert.That(clearance.Length, Is.EqualTo(Duration.FromSeconds(12)));
        Assert.That(loop.Of(3, GroupState.Green).Any(g => g.Start < clearance.Start && g.End >= clearance.End), "the green outlasted the clearance");
        Assert.That(OffsetError(loop.Of(1, GroupState.Green)[^1].Start, 3, plan), Is.LessThanOrEqualTo(Duration.Tenth));
    }

    [Test]
    public void Free_plan_still_gives_every_phase_a_turn()
    {
        var intersection = TestIntersections.German() with { Plans = [] };
        var loop = new ClosedLoop(intersection, Make(intersection), plan: TimingPlan.Free).Run(300);
        for (var group = 0; group < 4; group++)
        {
            Assert.That(loop.Of(group, GroupState.Red), Has.Count.GreaterThanOrEqualTo(2), intersection.Groups[group].Id);
        }
    }

    [Test]
    public void Hand_over_changes_nothing_visible_and_finds_the_offset()
    {
        var intersection = TestIntersections.RingBarrier();
        var plan = intersection.PlanOf(1);
        for (var at = 200; at < 300; at += 7)
        {
            var actuated = new ActuatedController(PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), intersection.StartUp);
            var queues = new QueueDemand(intersection, at, [.. Enumerable.Repeat(0.1, 12)]);
            var loop = new ClosedLoop(intersection, actuated, plan: TimingPlan.Free) { BeforeTick = queues.Apply }.Run(at);
            var go = loop.Go & GroupSet.FirstN(8);
            loop.Plan = null;
            loop.HandOver(Make(intersection));
            loop.Tick();
            Assert.That((loop.Go & GroupSet.FirstN(8)).IsSupersetOf(go), $"greens {go} went on at {at} s");

            loop.Run(720);
            Assert.That(OffsetError(loop.Of(1, GroupState.Green)[^1].Start, 0, plan), Is.LessThanOrEqualTo(Duration.Tenth), $"hand-over at {at} s");
        }
    }

    [Test]
    public void Plan_is_announced_with_cycle_offset_and_splits()
    {
        var intersection = TestIntersections.RingBarrier();
        var loop = new ClosedLoop(intersection, Make(intersection), startHour: 3).Run(200);

        Assert.That(Parameter(loop, EventCode.CoordPatternChange), Is.EqualTo(1));
        Assert.That(Parameter(loop, EventCode.CycleLengthChange), Is.EqualTo(90));
        Assert.That(Parameter(loop, EventCode.OffsetChange), Is.EqualTo(10));
        Assert.That(Parameter(loop, EventCode.Split1Change + 3), Is.EqualTo(30));
        Assert.That(loop.Events.Select(e => e.Code), Does.Contain(EventCode.CoordPhaseYield).And.Contain(EventCode.CoordPhaseBegin));
        Assert.That(loop.Events.Count(e => e is { Code: EventCode.CoordState, Parameter: 5 }), Is.EqualTo(2).Or.EqualTo(3), "local zero once a cycle");
    }

    private static int Parameter(ClosedLoop loop, EventCode code) => loop.Events.First(e => e.Code == code).Parameter;

    private static FixedTimeController Make(Intersection intersection) =>
        new(intersection, PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)));

    private static Duration OffsetError(Duration start, double startHour, TimingPlan plan) => OffsetClock.Error(start, startHour, plan);
}
