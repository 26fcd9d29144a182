using Signals.Core.Units;
using Signals.Sim.Traffic;

namespace Signals.Tests.Sim.Traffic;

[Category("Unit")]
public sealed class SaturationFlowTests
{
    /// <summary>HCM 6th ed., ch. 31: headways from the fifth vehicle on give saturation flow; what the first four take beyond that is start-up lost time.</summary>
    [TestCase(200)]
    [TestCase(500)]
    [TestCase(1000)]
    public void Through_lane_discharges_with_field_saturation_flow_and_start_up_lost_time(int stepMs)
    {
        var crossings = new List<double[]>();
        for (var seed = 1UL; seed <= 12; seed++)
        {
            crossings.AddRange(Discharge(seed, stepMs));
        }

        var headway = crossings.Average(c => (c[11] - c[3]) / 8);
        var lost = crossings.Average(c => c[3] - 4 * headway);
        TestContext.Out.WriteLine($"step {stepMs} ms: {3600 / headway:0} veh/h, lost {lost:0.00} s over {crossings.Count} lane queues");
        Assert.Multiple(() =>
        {
            Assert.That(3600 / headway, Is.InRange(1780, 1950), "veh/h");
            Assert.That(lost, Is.InRange(1.4, 2.6), "s");
        });
    }

    /// <summary>Times after green at which the first twelve queued vehicles of each lane cross the stop line.</summary>
    private static IEnumerable<double[]> Discharge(ulong seed, int stepMs)
    {
        var options = new TrafficOptions { StepLength = new Duration(stepMs) };
        var engine = TrafficEngine.Create(Worlds.OneCrossing, Worlds.Only("W", 3600), seed, options);
        var intersection = Worlds.OneCrossing.Intersections[0];
        Worlds.Run(engine, Duration.FromSeconds(120), Worlds.Show(intersection));
        var green = (engine.Now - Instant.Epoch).TotalSeconds;
        var road = engine.Network.Roads[engine.Network.ApproachRoads[0][3]];
        var lanes = new[] { road.FirstLane, road.FirstLane + 1 };
        var queued = lanes.Select(l => engine.VehiclesOn(l).Take(12).Select(v => v.Id).ToArray()).ToArray();
        var crossed = lanes.Select(_ => new List<double>()).ToArray();
        Worlds.Run(engine, Duration.FromSeconds(45), Worlds.Show(intersection, 2), () =>
        {
            for (var l = 0; l < lanes.Length; l++)
            {
                var still = engine.VehiclesOn(lanes[l]).Select(v => v.Id).ToHashSet();
                while (crossed[l].Count < queued[l].Length && !still.Contains(queued[l][crossed[l].Count]))
                {
                    crossed[l].Add((engine.Now - Instant.Epoch).TotalSeconds - green - stepMs / 2000.0); // on average in mid-step
                }
            }
        });
        Assert.That(crossed.Select(c => c.Count), Is.All.EqualTo(12));
        return crossed.Select(c => c.ToArray());
    }
}
