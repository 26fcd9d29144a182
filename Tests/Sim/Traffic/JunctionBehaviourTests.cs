using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Traffic;

namespace Signals.Tests.Sim.Traffic;

[Category("Unit")]
public sealed class JunctionBehaviourTests
{
    private static readonly Intersection Crossing = Worlds.OneCrossing.Intersections[0];
    private static readonly Duration Hour = Duration.FromSeconds(3600);

    [TestCase(0, 1400, 1900)]
    [TestCase(500, 550, 950)]
    [TestCase(1000, 150, 500)]
    public void Permissive_left_capacity_falls_with_opposing_flow_as_gap_acceptance_says(int opposing, int least, int most)
    {
        // HCM 6th ed. eq. 31-100: 900 of 500 opposing and 600 of 1000 with tc 4.5 s and tf 2.5 s on random arrivals in one stream; ours arrive in two lanes.
        var scenario = Both(("W", 2400, Turn.Left), ("E", opposing, Turn.Through));
        var summary = Run(scenario, Worlds.Show(Crossing, 2, 6));
        Assert.That(Served(summary, "W-L", Turn.Left), Is.InRange(least, most), "vehicles per hour of green");
    }

    [Test]
    public void Left_turners_wait_inside_and_leave_when_the_opposing_flow_stops()
    {
        var scenario = Both(("W", 600, Turn.Left), ("E", 3600, Turn.Through));
        var engine = TrafficEngine.Create(Worlds.OneCrossing, scenario, 1, TrafficOptions.Default);
        for (var cycle = 0; cycle < 40; cycle++)
        {
            Worlds.Run(engine, Duration.FromSeconds(45), Worlds.Show(Crossing, 2, 6));
            var yellow = Worlds.Show(Crossing);
            (yellow[Worlds.GroupOf(2)], yellow[Worlds.GroupOf(6)]) = (GroupState.Yellow, GroupState.Yellow);
            Worlds.Run(engine, Duration.FromSeconds(4), yellow);
            Worlds.Run(engine, Duration.FromSeconds(26), Worlds.Show(Crossing));
        }

        // One or two "sneakers" a cycle is what the HCM counts on (2 per cycle for an exclusive lane).
        Assert.That(Served(engine.Summary(), "W-L", Turn.Left) / 40.0, Is.InRange(0.9, 3.5), "per cycle");
    }

    [Test]
    public void Right_turn_on_red_goes_after_stopping_and_yields_to_cross_traffic()
    {
        var red = Worlds.Show(Crossing);
        var free = Served(Run(Both(("W", 500, Turn.Right)), red), "W-T", Turn.Right);
        var crossGreen = Worlds.Show(Crossing, 4, 8);
        var yielding = Served(Run(Both(("W", 500, Turn.Right), ("N", 2600, Turn.Through)), crossGreen), "W-T", Turn.Right);
        Assert.Multiple(() =>
        {
            Assert.That(free, Is.GreaterThan(430));
            Assert.That(yielding, Is.InRange(5, free * 3 / 4));
        });
    }

    [Test]
    public void Through_traffic_stays_at_a_red_for_ever()
    {
        Assert.That(Run(Both(("W", 900, Turn.Through)), Worlds.Show(Crossing)).Finished, Is.Zero);
    }

    [Test]
    public void Turning_traffic_yields_to_pedestrians_with_walk()
    {
        var walking = Both(("W", 3600, Turn.Right)) with
        {
            Pedestrians = [new PedestrianFlow(new ApproachRef("R1C1", "S"), DemandProfile.Constant(900))],
        };
        var states = Worlds.Show(Crossing, 2);
        var without = Served(Run(walking, states), "W-T", Turn.Right);
        states[8] = GroupState.Walk; // over leg S, into which the right turn drives
        var with = Served(Run(walking, states), "W-T", Turn.Right);
        Assert.That(with, Is.InRange(without / 20, without * 7 / 10));
    }

    [Test]
    public void Flashing_red_on_all_sides_still_serves_everybody()
    {
        var flashing = Crossing.Groups.Select(_ => GroupState.FlashingRed).ToArray();
        var summary = Run(Scenario.Uniform(Worlds.OneCrossing, 120), flashing);
        Assert.Multiple(() =>
        {
            Assert.That(summary.Finished, Is.GreaterThan(summary.Created * 9 / 10));
            Assert.That(summary.LongestWait.Value, Is.LessThan(240));
        });
    }

    [Test]
    public void Nobody_enters_a_junction_without_room_to_leave_it()
    {
        // Two crossings; the downstream one is red for ever, so the link between them fills. The cross street upstream must stay free.
        var corridor = GridCorridor.Build(1, 2);
        var scenario = Scenario.Empty with
        {
            TruckShare = 0,
            Entries =
            [
                new EntryFlow(new ApproachRef("R1C1", "W"), DemandProfile.Constant(1800)),
                new EntryFlow(new ApproachRef("R1C1", "N"), DemandProfile.Constant(400)),
            ],
            Turns =
            [
                Straight("R1C1", "W"), Straight("R1C1", "N"), Straight("R1C2", "W"),
            ],
        };
        var engine = TrafficEngine.Create(corridor, scenario, 4, TrafficOptions.Default);
        var plan = new PlanSignals(corridor.Intersections[0], corridor.Intersections[0].Plans[0]);
        var crossed = 0L;
        for (var second = 0; second < 3600; second++)
        {
            for (var i = 0; i < 2; i++)
            {
                engine.SetSignals(0, plan.At(engine.Now - Instant.Epoch));
                engine.Step();
            }

            crossed = second == 1800 ? Served(engine.Summary(), "N-T", Turn.Through) : crossed;
        }

        var served = Served(engine.Summary(), "N-T", Turn.Through) - crossed;
        Assert.That(served, Is.InRange(150, 230), "of 200 cross-street vehicles in the half hour in which the link is full");
    }

    [Test]
    public void A_driver_who_cannot_reach_the_pocket_does_not_block_the_lane_for_ever()
    {
        var engine = TrafficEngine.Create(Worlds.OneCrossing, Scenario.Uniform(Worlds.OneCrossing, 1500, 40), 8, TrafficOptions.Default);
        Worlds.RunPlan(engine, Duration.FromSeconds(1800));
        var before = engine.Summary().Finished;
        Worlds.RunPlan(engine, Duration.FromSeconds(1800));
        Assert.That(engine.Summary().Finished - before, Is.GreaterThan(1500), "vehicles in half an hour of saturated flow");
    }

    [Test]
    public void Oversaturated_network_goes_on_serving()
    {
        var corridor = GridCorridor.Build(2, 2);
        var engine = TrafficEngine.Create(corridor, Scenario.Uniform(corridor, 1600, 80), 2, TrafficOptions.Default);
        var served = new List<long> { 0 };
        for (var part = 0; part < 8; part++)
        {
            Worlds.RunPlan(engine, Duration.FromSeconds(600));
            served.Add(engine.Summary().Finished);
        }

        var each = served.Zip(served.Skip(1), (a, b) => b - a).ToArray();
        TestContext.Out.WriteLine(string.Join(" ", each));
        Assert.That(each[4..].Min(), Is.GreaterThan(each.Max() / 4), "vehicles in ten minutes: no junction locks");
    }

    private static TurnShares Straight(string intersection, string approach) =>
        new(new ApproachRef(intersection, approach), Duration.Zero, new Dictionary<Turn, double> { [Turn.Through] = 1 }.ToImmutable());

    private static Scenario Both(params (string Approach, double Flow, Turn Turn)[] flows) => Scenario.Empty with
    {
        TruckShare = 0,
        Entries = [.. flows.Where(f => f.Flow > 0).Select(f => new EntryFlow(new ApproachRef("R1C1", f.Approach), DemandProfile.Constant(f.Flow)))],
        Turns = [.. flows.Select(f => new TurnShares(
            new ApproachRef("R1C1", f.Approach), Duration.Zero, new Dictionary<Turn, double> { [f.Turn] = 1 }.ToImmutable()))],
    };

    private static TrafficSummary Run(Scenario scenario, GroupState[] states)
    {
        var engine = TrafficEngine.Create(Worlds.OneCrossing, scenario, 1, TrafficOptions.Default);
        Worlds.Run(engine, Hour, states);
        return engine.Summary();
    }

    private static long Served(TrafficSummary summary, string laneGroup, Turn turn) =>
        summary.Movements.Where(m => m.Intersection == "R1C1" && m.LaneGroup == laneGroup && m.Turn == turn).Sum(m => m.Vehicles);
}
