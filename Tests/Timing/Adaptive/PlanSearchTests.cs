using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Adaptive;

/// <summary>The model's traps, each met once in a prototype.</summary>
[TestFixture]
[Category("Unit")]
public sealed class PlanSearchTests
{
    [Test]
    public void Plan_cost_never_falls_when_the_switch_to_a_standing_queue_is_delayed()
    {
        // Crossing in the past: a queue's waiting must not be free of charge because it "arrived before now".
        foreach (var intersection in (Intersection[])[TestIntersections.German(), TestIntersections.RingBarrier()])
        {
            var bench = new Bench(intersection);
            var target = bench.Combinations.All.First(c => c.Index != bench.Running).Index;
            bench.FillOnly(target, 6);
            var before = 0f;
            for (var second = 0; second <= 20; second++)
            {
                var cost = bench.Search.CostOf([new PlanStep(second, target)], bench.Root, bench.Running, PhaseSet.Empty);
                Assert.That(cost, Is.GreaterThan(before), $"{intersection.Id}: leaving at {second} s");
                before = cost;
            }
        }
    }

    [Test]
    public void Call_of_a_vehicle_that_is_seen_puts_no_other_vehicle_anywhere()
    {
        // Through lane and right turn share a group: the call of one must not look like a vehicle in the other, which then turns on red in every plan that waits.
        var split = WithRightTurnLane();
        var bench = new Bench(split);
        var target = bench.Combinations.All.First(c => split.LaneGroups[6].ServedBy.Overlaps(c.Green)).Index;
        bench.Picture.Add(bench.Picture.LaneOf(6, 1), new VehicleEstimate(1, 0, 5, 20, 1));
        bench.Called = split.LaneGroups[6].ServedBy;
        var now = bench.Search.CostOf([new PlanStep(0, target)], bench.Root, bench.Running, PhaseSet.Empty);
        var later = bench.Search.CostOf([new PlanStep(1, target)], bench.Root, bench.Running, PhaseSet.Empty);
        Assert.That(now, Is.LessThan(later));
    }

    [Test]
    public void Turn_on_red_costs_the_stop_that_a_green_in_time_saves()
    {
        // Free of charge it would never be worth a green.
        var split = WithRightTurnLane();
        var bench = new Bench(split);
        var target = bench.Combinations.All.First(c => split.LaneGroups[^1].ServedBy.Overlaps(c.Green)).Index;
        bench.Picture.Add(bench.Picture.LaneOf(split.LaneGroups.Length - 1, 1), new VehicleEstimate(150, 13.9f, 5, 0, 1));

        var onRed = bench.Search.CostOf([], bench.Root, bench.Running, PhaseSet.Empty);
        var onGreen = bench.Search.CostOf([new PlanStep(0, target)], bench.Root, bench.Running, PhaseSet.Empty);

        Assert.That(onGreen, Is.Zero.Within(0.01), "green before it comes near");
        Assert.That(onRed, Is.GreaterThan(PlannerSettings.Default.StopOnRed));
    }

    [Test]
    public void Standing_queue_elsewhere_and_nobody_here_is_served_at_once()
    {
        var bench = new Bench(TestIntersections.German());
        bench.FillOnly(2, 6);
        bench.Search.Run(bench.Root, bench.Running, PhaseSet.Empty);
        Assert.That(bench.Search.Steps[0].Second, Is.Zero);
        Assert.That(bench.Search.Steps[0].Combination, Is.EqualTo(2));
    }

    [Test]
    public void Best_plan_costs_what_its_own_steps_cost()
    {
        var bench = new Bench(TestIntersections.RingBarrier());
        for (var lane = 0; lane < 8; lane++)
        {
            bench.Queue(lane, lane + 1);
        }

        bench.Search.Run(bench.Root, bench.Running, PhaseSet.Of(3));
        var cost = bench.Search.CostOf(bench.Search.Steps, bench.Root, bench.Running, PhaseSet.Of(3));
        Assert.That(cost, Is.EqualTo(bench.Search.Cost).Within(0.01f * cost));
    }

    [Test]
    public void Search_beats_every_single_switch_plan()
    {
        var bench = new Bench(TestIntersections.RingBarrier());
        for (var lane = 0; lane < 8; lane++)
        {
            bench.Queue(lane, 8 - lane);
        }

        bench.Search.Run(bench.Root, bench.Running, PhaseSet.Empty);
        foreach (var combination in bench.Combinations.All)
        {
            for (var second = 0; second < 30; second += 2)
            {
                var single = bench.Search.CostOf([new PlanStep(second, combination.Index)], bench.Root, bench.Running, PhaseSet.Empty);
                Assert.That(bench.Search.Cost, Is.LessThanOrEqualTo(single + 0.01f), $"{combination.Label} at {second}");
            }
        }
    }

    [Test]
    public void Budget_bounds_the_work()
    {
        var bench = new Bench(TestIntersections.RingBarrier(), PlannerSettings.Default with { StepBudget = 500 });
        for (var lane = 0; lane < 8; lane++)
        {
            bench.Queue(lane, 10);
        }

        bench.Search.Run(bench.Root, bench.Running, PhaseSet.Empty);
        Assert.That(bench.Search.Spent, Is.LessThanOrEqualTo(500));
    }

    [Test]
    public void Combinations_of_eight_phases_are_the_eight_of_the_rings()
    {
        var bench = new Bench(TestIntersections.RingBarrier());
        Assert.That(
            bench.Combinations.All.Select(c => c.Label),
            Is.EquivalentTo((string[])["1+5", "1+6", "2+5", "2+6", "3+7", "3+8", "4+7", "4+8"]));
    }

    /// <summary>The ring-barrier intersection with a lane of its own for a right turn that may go on red.</summary>
    private static Intersection WithRightTurnLane()
    {
        var intersection = TestIntersections.RingBarrier();
        return intersection with
        {
            LaneGroups = [.. intersection.LaneGroups.Add(intersection.LaneGroups[6] with
            {
                Index = intersection.LaneGroups.Length, Id = "right", Lanes = 1,
                Movements = [intersection.LaneGroups[6].Movements[1] with { Share = 1, OnRed = true }],
            })],
        };
    }

    /// <summary>Model and search over an intersection that has rested in its start-up greens for a minute.</summary>
    private sealed class Bench
    {
        private readonly ClosedLoop _loop;
        private readonly ActuatedRing[] _rings;
        private readonly float[] _root;

        public Bench(Intersection intersection, PlannerSettings? settings = null)
        {
            var table = PhaseTable.Compile(intersection, SafetyTable.Compile(intersection));
            Combinations = new CombinationTable(table);
            Model = new PlanModel(intersection, table, Combinations, [], [], settings ?? PlannerSettings.Default);
            Search = new PlanSearch(Model, settings ?? PlannerSettings.Default);
            Running = Combinations.All.First(c => c.Green == intersection.StartUp).Index;
            _root = new float[Model.Stride];
            _loop = new ClosedLoop(intersection, new ActuatedController(table, intersection.StartUp), plan: TimingPlan.Free).Run(60);
            _rings = [.. Enumerable.Range(0, table.RingCount).Select(r => new ActuatedRing(table, r))];
            var view = _loop.View();
            foreach (var ring in _rings)
            {
                ring.Adopt(table[Combinations[Running].PhaseOfRing[ring.Index]], view);
                ring.Green.Advance(view, GroupSet.Empty, conflict: false);
            }

            Intersection = intersection;
        }

        public Intersection Intersection { get; }

        public PlanModel Model { get; }

        public CombinationTable Combinations { get; }

        public PlanSearch Search { get; }

        public TrafficPicture Picture => _loop.Picture;

        public float[] Root
        {
            get
            {
                Model.Root(_root, _loop.View(), _rings, Running, Called);
                return _root;
            }
        }

        public int Running { get; }

        /// <summary>Groups with a call.</summary>
        public GroupSet Called { get; set; }

        /// <summary>Standing vehicles on each lane of a lane group.</summary>
        public void Queue(int laneGroup, int vehicles)
        {
            for (var lane = 1; lane <= Intersection.LaneGroups[laneGroup].Lanes; lane++)
            {
                for (var i = 0; i < vehicles; i++)
                {
                    Picture.Add(Picture.LaneOf(laneGroup, lane), new VehicleEstimate(7.5f * i, 0, 5, 20, 1));
                }
            }
        }

        /// <summary>A queue on each lane group that the combination serves and the running one does not.</summary>
        public void FillOnly(int combination, int queue)
        {
            foreach (var lane in Intersection.LaneGroups)
            {
                var fresh = lane.ServedBy.Overlaps(Combinations[combination].Green) && !lane.ServedBy.Overlaps(Combinations[Running].Green);
                Queue(lane.Index, fresh ? queue : 0);
            }
        }
    }
}
