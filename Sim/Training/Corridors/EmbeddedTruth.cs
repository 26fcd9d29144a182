using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.Training.Corridors;

/// <summary>What the embedded simulator knows.</summary>
internal sealed class EmbeddedTruth(VirtualCorridor world, ImmutableArray<Intersection> intersections) : ITrueTraffic
{
    private readonly ImmutableArray<int[][]> _counters = [.. intersections.Select(x => x.LaneGroups.Select(g => CountersOf(x, g)).ToArray())];

    public long Arrived(int intersection, int laneGroup)
    {
        var truth = world.TrueDetectors(intersection);
        var arrived = 0L;
        foreach (var detector in _counters[intersection][laneGroup])
        {
            arrived += truth[detector].Count;
        }

        return arrived;
    }

    public double QueueBack(int intersection, int laneGroup) => world.TrueQueue(intersection, laneGroup).Value;

    public int Queued(int intersection, int laneGroup) => world.TrueQueuedVehicles(intersection, laneGroup);

    /// <summary>Detectors at the farthest station of a lane group; those at the stop line where there is no other.</summary>
    private static int[] CountersOf(Intersection intersection, LaneGroup group)
    {
        var reach = SensorReach.Of(intersection, group);
        var own = intersection.Detectors.Where(d => d.LaneGroup == group.Index).ToList();
        return reach > 0
            ? [.. own.Where(d => d.Role == DetectorRole.Advance && d.DistanceToStopLine.Value >= reach).Select(d => d.Index)]
            : [.. own.Where(d => d.Role == (own.Any(c => c.Role == DetectorRole.Count) ? DetectorRole.Count : DetectorRole.StopLine)).Select(d => d.Index)];
    }
}
