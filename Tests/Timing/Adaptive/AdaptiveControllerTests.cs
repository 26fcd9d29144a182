using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Coordination;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Adaptive;

[TestFixture]
[Category("Unit")]
public sealed class AdaptiveControllerTests
{
    [Test]
    public void Green_rests_when_nobody_comes()
    {
        var intersection = TestIntersections.RingBarrier();
        var loop = new ClosedLoop(intersection, Make(intersection)).Run(300);
        Assert.That(loop.Go, Is.EqualTo(GroupSet.Of(1, 5)));
        Assert.That(loop.Of(1, GroupState.Green), Is.Empty);
    }

    [Test]
    public void Asking_what_will_be_sent_changes_no_plan()
    {
        Assert.That(Explanations(isAsked: true), Is.EqualTo(Explanations(isAsked: false)));
    }

    /// <summary>What a controller says at every tick while its neighbour speaks twice a second, of which a plan, once a second, sees every other message.</summary>
    private static List<string> Explanations(bool isAsked)
    {
        var intersection = TestIntersections.German();
        var link = new Link("upstream", "E", intersection.Id, "W", new Metres(280), new MetresPerSecond(14), 1);
        var controller = new AdaptiveController(intersection, PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), [link], []);
        var said = new List<string>();
        var loop = new ClosedLoop(intersection, controller);
        loop.LaneGroups[0] = new LaneGroupEstimate(0, 0.06, 0, float.NaN, float.NaN, 0, 0.5, false, EstimateSource.Measured, 1);
        loop.BeforeTick = l =>
        {
            var half = l.Elapsed.Milliseconds / 500;
            l.Neighbours = [new NeighbourOutflow("upstream", "W", l.Now - new Duration(l.Elapsed.Milliseconds % 500), [half % 2 == 0 ? 8 : 0, 0, 0, 0, 0, 0], -1)];
            said.Add(controller.Explain());
            if (isAsked && l.Elapsed > Duration.FromSeconds(1))
            {
                controller.PredictOutflow(l.View(), []);
            }
        };
        loop.Run(60);
        return said;
    }

    [Test]
    public void Heavier_queue_is_served_first()
    {
        var intersection = TestIntersections.German();
        foreach (var (left, side, first) in ((double, double, int)[])[(1, 12, 3), (12, 1, 2)])
        {
            var loop = new ClosedLoop(intersection, Make(intersection)).Run(30);
            loop.Present = GroupSet.Of(2, 3);
            Queue(loop, 2, left);
            Queue(loop, 3, side);
            loop.RunUntil(l => l.Go.Contains(2) || l.Go.Contains(3), 60);
            Assert.That(loop.Go.Contains(first), $"queues {left} and {side}: {loop.Controller.Explain()}");
        }
    }

    [Test]
    public void Call_for_one_movement_of_a_stage_conjures_up_nobody_for_the_others()
    {
        // The left turn (2) has a stage with the main road's through movement (0), which is called from the side street's green.
        var intersection = TestIntersections.German();
        var controller = Make(intersection);
        var loop = new ClosedLoop(intersection, controller).Run(30);
        loop.BeforeTick = l =>
        {
            l.Present = l.Go.Contains(3) ? GroupSet.Of(0) : GroupSet.Of(3);
            Queue(l, l.Go.Contains(3) ? 0 : 3, 3);
            Queue(l, l.Go.Contains(3) ? 3 : 0, 0);
        };
        loop.RunUntil(l => l.Go.Contains(3), 60);
        loop.Run(3);
        Assert.That(Expected(0), Is.EqualTo(3).Within(0.5), "the queue");
        Assert.That(Expected(2), Is.LessThan(0.5), "nobody turns left");

        float Expected(int lane) => controller.Model.Arrivals.Totals(lane)[^1];
    }

    [Test]
    public void Promised_switch_comes_although_the_plan_is_made_anew_every_second()
    {
        // Steady main-road arrivals always make "a little later" look good for one side-street car.
        var intersection = TestIntersections.German();
        var loop = new ClosedLoop(intersection, Make(intersection)).Run(30);
        loop.BeforeTick = l =>
        {
            l.Present = GroupSet.Of(0, 1, 3);
            Queue(l, 0, l.Go.Contains(0) ? 0 : 5, arrivals: 0.4);
            Queue(l, 1, l.Go.Contains(1) ? 0 : 5, arrivals: 0.4);
            Queue(l, 3, l.Go.Contains(3) ? 0 : 1, arrivals: 0.01);
        };
        loop.RunUntil(l => l.Go.Contains(3), 70);
        Assert.That(loop.Of(0, GroupState.Green), Has.Count.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(30)]
    public void Imposed_plan_keeps_its_band_green_and_leaves_the_rest_free(double weight)
    {
        var plain = TestIntersections.RingBarrier();
        var intersection = plain with { Control = plain.Control with { CoordinationWeight = weight } };
        var plan = intersection.Plans[0];
        var windows = PlanWindows.Compile(PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), plan);
        var queues = new QueueDemand(intersection, 5, [.. Enumerable.Repeat(0.03, 12)]);
        var settled = new Duration(3 * plan.Cycle.Milliseconds);
        var (kept, band) = (0, 0);
        var loop = new ClosedLoop(intersection, Make(intersection), plan: plan);
        loop.BeforeTick = l =>
        {
            queues.Apply(l);
            var position = CycleClock.SystemPosition(windows, l.View().Local);
            foreach (var phase in windows.Coordinated)
            {
                var isInBand = l.Now - Instant.Epoch > settled && windows.IsGreenAt(phase, position);
                band += isInBand ? 1 : 0;
                kept += isInBand && l.Go.Contains(phase) ? 1 : 0;
            }
        };
        loop.Run(8 * plan.Cycle.TotalSeconds);
        Assert.That((double)kept / band, weight > 0 ? Is.GreaterThan(0.93) : Is.LessThan(0.7), "share of the band that was green");
        Assert.That(loop.Of(3, GroupState.Green), Has.Count.GreaterThan(2), "the side street is served in what is left of each cycle");
        Assert.That(queues.LongestWait.Max(), Is.LessThanOrEqualTo(Duration.FromSeconds(180)));
    }

    [Test]
    public void Crossing_is_served_with_full_walk_and_clearance()
    {
        var intersection = TestIntersections.RingBarrier();
        var loop = new ClosedLoop(intersection, Make(intersection)).Run(30);
        loop.Press(TestIntersections.Pedestrian4);
        loop.RunUntil(l => l.Of(TestIntersections.Pedestrian4, GroupState.PedestrianClearance).Count == 1, 60);
        Assert.That(loop.Of(TestIntersections.Pedestrian4, GroupState.Walk).Single().Length, Is.EqualTo(Duration.FromSeconds(7)));
        Assert.That(loop.Of(TestIntersections.Pedestrian4, GroupState.PedestrianClearance).Single().Length, Is.EqualTo(Duration.FromSeconds(12)));
        Assert.That(loop.Go.Contains(3), "the green beside it outlasts the clearance");
    }

    [Test]
    public void Green_into_a_full_exit_gives_way_to_traffic_that_can_leave()
    {
        var intersection = TestIntersections.German();
        var link = new Link(intersection.Id, "E", "next", "W", new Metres(150), new MetresPerSecond(13.9), 1);
        var controller = (AdaptiveController)ControllerFactory.Create(
            ControlLevel.Adaptive, intersection, SafetyTable.Compile(intersection), [], [link]);
        var loop = new ClosedLoop(intersection, controller).Run(30);
        loop.BeforeTick = l =>
        {
            l.Present = GroupSet.Of(0, 2);
            Queue(l, 0, 10);
            Queue(l, 2, 3);
            l.Neighbours = [new NeighbourOutflow("next", "E", l.Now, [], SpaceVehicles: 0)];
        };

        // Group 0 (west to east) cannot leave; the left turn of stage 2 goes north.
        loop.RunUntil(l => l.Go.Contains(2), 25);
    }

    [Test]
    public void Forecast_of_departures_follows_the_plan()
    {
        var intersection = TestIntersections.German();
        var link = new Link(intersection.Id, "E", "next", "W", new Metres(150), new MetresPerSecond(13.9), 1);
        var table = PhaseTable.Compile(intersection, SafetyTable.Compile(intersection));
        var controller = new AdaptiveController(intersection, table, [], [link]);
        var loop = new ClosedLoop(intersection, controller).Run(30);
        loop.Present = GroupSet.Of(3);
        loop.BeforeTick = l => Queue(l, 3, 8);
        loop.Run(1.1);
        var messages = new List<NeighbourOutflow>();
        controller.PredictOutflow(loop.View(), messages);
        var message = messages.Single();
        var bins = message.VehiclesPerBin;

        // Half of the side street's eight vehicles turn left and leave by the eastern leg, none before its green.
        Assert.That(bins.Take(12).Sum(), Is.EqualTo(4).Within(0.5), string.Join(' ', bins));
        Assert.That(bins[0], Is.LessThan(0.5f));
        Assert.That((message.From, message.Approach), Is.EqualTo((intersection.Id, "W")));
        Assert.That(message.SpaceVehicles, Is.EqualTo(20).Within(0.01), "150 m of one empty lane");
    }

    [Test]
    public void Explanation_names_the_alternatives_and_their_costs()
    {
        var intersection = TestIntersections.German();
        var loop = new ClosedLoop(intersection, Make(intersection)).Run(30);
        loop.Present = GroupSet.Of(3);
        Queue(loop, 3, 6);
        loop.Run(1.1);
        Assert.That(loop.Controller.Explain(), Does.Contain("cost").And.Contain("hold"));
    }

    [Test]
    public void Tiny_budget_still_makes_a_usable_plan()
    {
        var intersection = TestIntersections.RingBarrier();
        var table = PhaseTable.Compile(intersection, SafetyTable.Compile(intersection));
        var controller = new AdaptiveController(intersection, table, [], [], PlannerSettings.Default with { StepBudget = 50 });
        var queues = new QueueDemand(intersection, 5, [.. Enumerable.Repeat(0.06, 12)]);
        var loop = new ClosedLoop(intersection, controller) { BeforeTick = queues.Apply }.Run(900);
        Assert.That(queues.LongestWait.Max(), Is.LessThanOrEqualTo(Duration.FromSeconds(180)));
    }

    private static AdaptiveController Make(Intersection intersection) =>
        new(intersection, PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), [], []);

    private static void Queue(ClosedLoop loop, int lane, double queue, double arrivals = 0) => loop.LaneGroups[lane] =
        new LaneGroupEstimate(queue, arrivals, 0, float.NaN, float.NaN, queue > 0 ? 0.1 : 0, 0.5, queue >= 1, EstimateSource.Measured, 1);
}
