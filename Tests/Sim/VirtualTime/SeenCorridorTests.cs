using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.VirtualTime;
using Signals.Tests.Sim.Sensors;
using Signals.Tests.Sim.Traffic;

namespace Signals.Tests.Sim.VirtualTime;

/// <summary>An intersection whose only vehicle detectors are radars that list vehicles is controlled as well as one with zones.</summary>
[TestFixture, Category("Integration")]
public sealed class SeenCorridorTests
{
    [TestCase(ControlLevel.Actuated)]
    [TestCase(ControlLevel.Adaptive)]
    public void Intersection_that_only_lists_vehicles_serves_everybody(ControlLevel level)
    {
        var zones = Run(Worlds.OneCrossing, level);
        var lists = Run(SeenCorridor.Of(Worlds.OneCrossing), level);
        TestContext.Out.WriteLine($"{level}: mean delay {zones.Traffic.MeanDelay.Value:0.0} s with zones, {lists.Traffic.MeanDelay.Value:0.0} s with lists");
        Assert.That(lists.FirstFindings, Is.Empty);
        Assert.That(lists.Control.CallsBeyondCap, Is.Zero, "nobody waits beyond his cap");
        Assert.That(lists.Traffic.Finished, Is.GreaterThan(0.9 * zones.Traffic.Finished));
        Assert.That(lists.Traffic.MeanDelay.Value, Is.LessThan(1.25 * zones.Traffic.MeanDelay.Value + 3));
    }

    private static VirtualCorridor Run(Corridor corridor, ControlLevel level)
    {
        corridor = corridor with { Intersections = [.. corridor.Intersections.Select(x => x with { Control = x.Control with { Level = level } })] };
        var flows = new[] { ("W", 700.0), ("E", 500), ("N", 250), ("S", 120) };
        var demand = Scenario.Empty with
        {
            Entries = [.. flows.Select(f => new EntryFlow(new ApproachRef(corridor.Intersections[0].Id, f.Item1), DemandProfile.Constant(f.Item2)))],
        };
        var world = new VirtualCorridor(corridor, demand, 5, VirtualOptions.Default);
        world.Run(Duration.FromSeconds(level == ControlLevel.Adaptive ? 300 : 900));
        return world;
    }
}
