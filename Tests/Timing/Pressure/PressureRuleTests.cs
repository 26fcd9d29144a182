using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Core.Timing.Pressure;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Pressure;

/// <summary>The compiled pressures against the published formulas, written down once more from the vehicles of the picture.</summary>
[TestFixture]
public sealed class PressureRuleTests
{
    [Test, Category("Property")]
    public void Pressure_of_every_combination_is_that_of_the_published_formula(
        [Values(ControlMethod.MaxPressure, ControlMethod.Greedy, ControlMethod.AdvancedMaxPressure)] ControlMethod method)
    {
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 3]).Sample(
            (seed, variant) =>
            {
                var world = World(TimingIntersections.Variant(variant), method, seed);
                foreach (var combination in world.Combinations.All)
                {
                    Assert.That(
                        world.Table[combination.Index], Is.EqualTo(Published(world.Loop, combination, method)).Within(1e-3), combination.Label);
                }

                for (var running = 0; running < world.Combinations.All.Length; running++)
                {
                    Assert.That(world.Table.Best(running), Is.EqualTo(PublishedChoice(world, running, method)), $"from {world.Combinations[running].Label}");
                }
            },
            iter: 200);
    }

    [Test, Category("Unit")]
    public void Left_turns_in_a_shared_lane_do_not_vote_for_a_left_phase_with_the_whole_queue()
    {
        var movement = new MovementTraffic(Share: 0.1f, Saturation: 1, Queue: 20, Near: 20, Running: 0, ExitQueue: 0, ExitLanes: 1);

        Assert.That(new GreedyRule().Of(movement), Is.EqualTo(2).Within(1e-4));
        Assert.That(new MaxPressureRule().Of(movement), Is.EqualTo(2).Within(1e-4));
        Assert.That(new AdvancedMaxPressureRule().Of(movement), Is.EqualTo(2).Within(1e-4));
    }

    [Test, Category("Unit")]
    public void Full_exit_takes_the_pressure_from_max_pressure_and_not_from_greedy()
    {
        var movement = new MovementTraffic(Share: 1, Saturation: 1, Queue: 9, Near: 9, Running: 0, ExitQueue: 12, ExitLanes: 3);

        Assert.That(new MaxPressureRule().Of(movement), Is.EqualTo(-3), "the exit's three lanes hold more than waits");
        Assert.That(new AdvancedMaxPressureRule().Of(movement), Is.EqualTo(5), "efficient pressure takes the mean of the exit's lanes");
        Assert.That(new GreedyRule().Of(movement), Is.EqualTo(9));
    }

    private static (ClosedLoop Loop, CombinationTable Combinations, PressureTable Table) World(Intersection intersection, ControlMethod method, int seed)
    {
        var loop = new ClosedLoop(intersection, new ScriptedController(ControlLevel.Adaptive, () => new ControlIntent(GroupSet.Empty, AllRed: true)));
        RandomPicture.Fill(loop, new Random(seed));
        var combinations = new CombinationTable(PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)));
        var table = new PressureTable(intersection, combinations, [], Rule(method));
        table.Take(loop.View(), GroupSet.Empty, PhaseSet.Empty);
        return (loop, combinations, table);
    }

    private static IPressureRule Rule(ControlMethod method) => method switch
    {
        ControlMethod.MaxPressure => new MaxPressureRule(),
        ControlMethod.Greedy => new GreedyRule(),
        _ => new AdvancedMaxPressureRule(),
    };

    private static double Published(ClosedLoop loop, Combination combination, ControlMethod method) =>
        Served(loop, combination).Sum(m => method switch
        {
            ControlMethod.MaxPressure => m.Group.Lanes * m.Group.SaturationFlowPerLane.Value / 1900 * m.Share * (Standing(loop, m.Group) - m.ExitQueue),
            ControlMethod.Greedy => m.Share * Vehicles(loop, m.Group).Where(v => v.DistanceMetres <= 50).Sum(v => v.Weight),
            _ => m.Share * (Standing(loop, m.Group) - m.ExitQueue),
        });

    private static int PublishedChoice(
        (ClosedLoop Loop, CombinationTable Combinations, PressureTable Table) world, int running, ControlMethod method)
    {
        var pressures = world.Combinations.All.Select(c => world.Table[c.Index]).ToArray();
        var best = running;
        foreach (var c in world.Combinations.All)
        {
            var anybody = Served(world.Loop, c).Any(m => Vehicles(world.Loop, m.Group).Any());
            best = anybody && pressures[c.Index] > pressures[best] + PressureTable.Tie ? c.Index : best;
        }

        if (method != ControlMethod.AdvancedMaxPressure)
        {
            return best;
        }

        var run = Served(world.Loop, world.Combinations[running]).Sum(m => m.Share * Running(world.Loop, m.Group));
        Assert.That(world.Table.Keeping(running), Is.EqualTo(run).Within(1e-3));
        return world.Table.Keeping(running) >= pressures[best] - PressureTable.Tie ? running : best;
    }

    private static IEnumerable<(LaneGroup Group, double Share, double ExitQueue)> Served(ClosedLoop loop, Combination combination) =>
        from lane in loop.Intersection.LaneGroups
        from m in lane.Movements.Index()
        where combination.Green.Contains(Math.Max(0, m.Item.ProtectedBy)) && m.Item.ProtectedBy >= 0
            || m.Item.PermissiveUnder >= 0 && combination.Green.Contains(m.Item.PermissiveUnder)
        let exit = loop.Picture.Exits.IndexOf(new ExitLane(m.Item.ExitLeg, m.Item.ExitLane))
        select (lane, (double)loop.Picture.TurnShares[loop.Picture.FirstMovement(lane.Index) + m.Index], (double)loop.Picture.ExitRoom[exit].QueueVehicles);

    private static double Standing(ClosedLoop loop, LaneGroup group) => Vehicles(loop, group).Where(v => v.StoppedSeconds > 0).Sum(v => v.Weight);

    private static double Running(ClosedLoop loop, LaneGroup group)
    {
        var reach = 15 * loop.Intersection.Approaches.Single(a => a.Id == group.Approach).Speed.Value;
        return Vehicles(loop, group).Where(v => v.StoppedSeconds == 0 && v.DistanceMetres <= reach).Sum(v => v.Weight);
    }

    private static IEnumerable<VehicleEstimate> Vehicles(ClosedLoop loop, LaneGroup group) =>
        Enumerable.Range(1, group.Lanes).SelectMany(lane => loop.Picture.Vehicles(loop.Picture.LaneOf(group.Index, lane)).ToArray());
}
