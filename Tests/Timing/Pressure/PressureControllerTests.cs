using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Pressure;

[TestFixture]
public sealed class PressureControllerTests
{
    private static readonly ControlMethod[] Methods = [ControlMethod.MaxPressure, ControlMethod.Greedy, ControlMethod.AdvancedMaxPressure];

    private static readonly Gen<(int Seed, double[] Rates)> Demands =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 0.05], Gen.Double[0.05, 0.4]).Array[13]);

    /// <summary>The loop itself fails on any intent that conflicts.</summary>
    [TestCaseSource(nameof(Methods)), Category("Property")]
    public void Call_is_served_within_its_bound_and_every_green_has_its_minimum_at_any_demand(ControlMethod method)
    {
        Gen.Select(Demands, Gen.Int[0, 3], Gen.Int[1, 20]).Sample(
            (demand, variant, interval) =>
            {
                var intersection = With(TimingIntersections.Variant(variant), method, interval);
                var queues = new QueueDemand(intersection, demand.Seed, demand.Rates[..intersection.Groups.Length]);
                var loop = new ClosedLoop(intersection, Make(intersection)) { BeforeTick = queues.Apply }.Run(450);
                foreach (var group in intersection.Groups)
                {
                    Assert.That(queues.LongestWait[group.Index], Is.LessThanOrEqualTo(group.Demand.MaxWait), $"{group.Id} of variant {variant}");
                    var shortest = loop.Of(group.Index, group.GoState).Select(i => i.Length).Append(group.Timing.MinGo).Min();
                    Assert.That(shortest, Is.GreaterThanOrEqualTo(group.Timing.MinGo), group.Id);
                }
            },
            iter: 12);
    }

    [TestCaseSource(nameof(Methods)), Category("Unit")]
    public void Green_stays_while_nobody_else_has_demand(ControlMethod method)
    {
        var intersection = With(TestIntersections.RingBarrier(), method, 5);
        var loop = new ClosedLoop(intersection, Make(intersection)).Run(60);
        var go = loop.Go;
        loop.Intervals.Clear();
        loop.Run(300);

        Assert.That(go, Is.EqualTo(GroupSet.Of(1, 5)), "start-up phases");
        Assert.That(loop.Intervals, Is.Empty);
    }

    [TestCaseSource(nameof(Methods)), Category("Unit")]
    public void Longer_queue_is_served_at_the_next_decision_and_not_before(ControlMethod method)
    {
        var intersection = With(TestIntersections.RingBarrier(), method, 20);
        var loop = new ClosedLoop(intersection, Make(intersection)).Run(30);
        var side = Place(loop, "N", vehicles: 6);
        var asked = loop.Elapsed;
        loop.RunUntil(l => l.Go.Contains(side), 60);
        var decided = loop.Intervals.Single(i => i.Group == 1 && i.State == GroupState.Green).End;

        Assert.That(decided.TotalSeconds % 20, Is.EqualTo(0).Within(0.2), "decisions are 20 s apart");
        Assert.That((decided - asked).TotalSeconds, Is.LessThanOrEqualTo(20.2));
    }

    [Test, Category("Unit")]
    public void Advanced_rule_keeps_a_green_that_a_platoon_runs_towards_and_max_pressure_does_not()
    {
        Assert.That(GreenAfter(ControlMethod.AdvancedMaxPressure).Contains(1), "eight running against six waiting");
        Assert.That(GreenAfter(ControlMethod.MaxPressure).Contains(1), Is.False, "none waiting against six waiting");

        static GroupSet GreenAfter(ControlMethod method)
        {
            var intersection = With(TestIntersections.RingBarrier(), method, 5);
            var loop = new ClosedLoop(intersection, Make(intersection)).Run(20);
            var through = intersection.LaneGroups.First(l => l.Movements.Any(m => m.ProtectedBy == 1)).Index;
            for (var v = 0; v < 8; v++)
            {
                loop.Picture.Add(loop.Picture.LaneOf(through, 1), new VehicleEstimate(20 + 20 * v, 15, 4.5f, 0, 1));
            }

            Place(loop, "N", vehicles: 6);
            return loop.Run(12).Go;
        }
    }

    [Test, Category("Unit")]
    public void Queue_that_a_neighbour_reports_on_the_exit_holds_traffic_back()
    {
        var intersection = With(TestIntersections.RingBarrier(), ControlMethod.MaxPressure, 5);
        var exit = intersection.LaneGroups.First(l => l.Movements.Any(m => m.ProtectedBy == 3)).Movements.First(m => m.ProtectedBy == 3).ExitLeg;
        var link = new Link(intersection.Id, exit, "next", "N", new Metres(300), new MetresPerSecond(14), 1);
        var loop = new ClosedLoop(intersection, Make(intersection, link)).Run(20);
        loop.BeforeTick = l => l.Neighbours = [new NeighbourOutflow("next", "S", l.Now, [], SpaceVehicles: 2)];
        PlaceFor(loop, group: 3, vehicles: 6);
        Assert.That(loop.Run(60).Go.Contains(3), Is.False, "38 vehicles stand on the exit, 6 wait for it");

        loop.BeforeTick = l => l.Neighbours = [new NeighbourOutflow("next", "S", l.Now, [], SpaceVehicles: 40)];
        Assert.That(loop.RunUntil(l => l.Go.Contains(3), 30).Go.Contains(3));
    }

    [Test, Category("Unit")]
    public void Neighbours_are_told_the_room_that_the_queue_leaves_on_their_road()
    {
        var intersection = With(TestIntersections.RingBarrier(), ControlMethod.MaxPressure, 5);
        var link = new Link(intersection.Id, "N", "next", "S", new Metres(300), new MetresPerSecond(14), 1);
        var controller = (IOutflowPredictor)Make(intersection, link);
        var loop = new ClosedLoop(intersection, (IController)controller);
        Place(loop, "N", vehicles: 7);
        var told = new List<NeighbourOutflow>();
        controller.PredictOutflow(loop.View(), told);

        Assert.That(told.Single(), Has.Property(nameof(NeighbourOutflow.Approach)).EqualTo("S"));
        Assert.That(told.Single().SpaceVehicles, Is.EqualTo(300 / 7.5 - 7).Within(1e-3));
    }

    [TestCaseSource(nameof(Methods)), Category("Unit")]
    public void Same_views_give_the_same_intents(ControlMethod method)
    {
        var intersection = With(TestIntersections.RingBarrier(), method, 3);
        List<ControlIntent> Run()
        {
            var queues = new QueueDemand(intersection, 7, [.. Enumerable.Repeat(0.1, 12)]);
            return new ClosedLoop(intersection, Make(intersection)) { BeforeTick = queues.Apply }.Run(120).Intents;
        }

        var first = Run();
        Assert.That(Run(), Is.EqualTo(first));
        Assert.That(first.Select(i => i.Green).Distinct().Count(), Is.GreaterThan(3));
    }

    [Test, Category("Unit")]
    public void Decision_allocates_nothing_after_warm_up([ValueSource(nameof(Methods))] ControlMethod method, [Values] bool staged)
    {
        var intersection = With(staged ? TestIntersections.German() : TestIntersections.RingBarrier(), method, 1);
        var controller = new MeteredController(Make(intersection));
        var queues = new QueueDemand(intersection, 5, [.. Enumerable.Repeat(0.06, intersection.Groups.Length)]);
        var random = new Random(3);
        var loop = new ClosedLoop(intersection, controller)
        {
            BeforeTick = l =>
            {
                queues.Apply(l);
                RandomPicture.Fill(l, random);
            },
        };
        loop.Run(100);
        loop.Intents.Clear();
        controller.Reset();
        loop.Run(150);

        Assert.That(controller.AllocatedBytes, Is.Zero);
        Assert.That(loop.Intents.Select(i => i.Green).Distinct().Count(), Is.GreaterThanOrEqualTo(3), "the run must turn the signals");
    }

    private static Intersection With(Intersection intersection, ControlMethod method, double interval) => intersection with
    {
        Control = intersection.Control with { Method = method, DecisionInterval = Duration.FromSeconds(interval) },
    };

    private static IController Make(Intersection intersection, params Link[] outgoing) =>
        ControllerFactory.Create(ControlLevel.Adaptive, intersection, SafetyTable.Compile(intersection), [], [.. outgoing]);

    /// <summary>Standing vehicles on the first through lane of a leg.</summary>
    /// <returns>The group that serves them.</returns>
    private static int Place(ClosedLoop loop, string leg, int vehicles)
    {
        var group = loop.Intersection.LaneGroups
            .Where(l => l.Approach == leg).SelectMany(l => l.Movements).First(m => m.Turn == Turn.Through && m.ProtectedBy >= 0).ProtectedBy;
        PlaceFor(loop, group, vehicles);
        return group;
    }

    private static void PlaceFor(ClosedLoop loop, int group, int vehicles)
    {
        var lane = loop.Intersection.LaneGroups.First(l => l.Movements.Any(m => m.ProtectedBy == group)).Index;
        for (var v = 0; v < vehicles; v++)
        {
            loop.Picture.Add(loop.Picture.LaneOf(lane, 1), new VehicleEstimate(7.5f * v, 0, 4.5f, 10, 1));
        }
    }
}
