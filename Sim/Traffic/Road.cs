using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Sim.Traffic;

/// <summary>
/// One direction of road between two junctions, from a source, or to a sink. Its lanes share one coordinate: metres from the start of
/// the road, so that a turn pocket is a lane that begins late and neighbours are compared directly.
/// </summary>
/// <param name="Index">Position in <see cref="RoadNetwork.Roads"/>.</param>
/// <param name="Intersection">Index of the intersection at its end, or −1 for a road that leaves the network.</param>
/// <param name="Approach">Index of the approach at its end, or −1.</param>
/// <param name="FromIntersection">Index of the intersection at its start, or −1 for a road that enters the network.</param>
/// <param name="FirstLane">Segment index of lane 0, the kerb lane.</param>
/// <param name="Lanes">Lanes at the stop line, pockets included, counted from the kerb.</param>
/// <param name="Length">Metres to the stop line (or to the end of the network).</param>
/// <param name="Limit">Free-flow speed, m/s.</param>
/// <param name="LaneGroups">Lane group of each lane; empty for a road that leaves the network.</param>
/// <param name="Movements">What drivers on it may want to do at its end; empty for a road that leaves the network.</param>
public sealed record Road(
    int Index, int Intersection, int Approach, int FromIntersection, int FirstLane, int Lanes, float Length, float Limit,
    ImmutableArray<int> LaneGroups, ImmutableArray<RoadMovement> Movements)
{
    public bool IsEntry => FromIntersection < 0;

    public bool IsExit => Intersection < 0;
}

/// <summary>A driver's aim at the end of a road, whichever lane it is done from.</summary>
/// <param name="Turn">Direction.</param>
/// <param name="ExitLeg">Leg by which it leaves the intersection.</param>
/// <param name="ExitRoad">Index of the road it leads to.</param>
/// <param name="AllowedLanes">Bit k = lane k (from the kerb) serves it.</param>
/// <param name="Share">Expected share of the road's vehicles, 0–1.</param>
/// <param name="PathOfLane">Path segment from each lane, or −1.</param>
public sealed record RoadMovement(
    Turn Turn, string ExitLeg, int ExitRoad, uint AllowedLanes, double Share, ImmutableArray<int> PathOfLane);
