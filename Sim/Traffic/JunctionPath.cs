using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Sim.Traffic;

/// <summary>Way from one lane through the junction to one exit lane.</summary>
/// <param name="Segment">Own segment index.</param>
/// <param name="FromLane">Segment of the lane it starts from.</param>
/// <param name="ToLane">Segment of the lane it ends in.</param>
/// <param name="Intersection">Index of the intersection.</param>
/// <param name="LaneGroup">Lane group it discharges.</param>
/// <param name="Movement">Index of the movement in its lane group.</param>
/// <param name="Turn">Direction.</param>
/// <param name="IsFarTurn">True for the turn across opposing traffic: left where traffic keeps right.</param>
/// <param name="ProtectedBy">Signal group that gives right of way, or −1.</param>
/// <param name="PermissiveUnder">Signal group under which it goes after yielding, or −1.</param>
/// <param name="OnRed">May go on red after stopping.</param>
/// <param name="Length">Stop line to the start of the exit lane, m.</param>
/// <param name="WaitAt">Where in the junction a permissive turn waits for its gap, m from the stop line; 0 = at the line.</param>
/// <param name="Limit">Highest speed on it, m/s.</param>
/// <param name="ExitCrossing">Crossing over the leg it leaves by, or −1.</param>
/// <param name="EntryCrossing">Crossing over the leg it comes from, or −1.</param>
/// <param name="Conflicts">Paths of the same junction that cross it or join it.</param>
public sealed record JunctionPath(
    int Segment, int FromLane, int ToLane, int Intersection, int LaneGroup, int Movement, Turn Turn, bool IsFarTurn, int ProtectedBy,
    int PermissiveUnder, bool OnRed, float Length, float WaitAt, float Limit, int ExitCrossing, int EntryCrossing,
    ImmutableArray<PathConflict> Conflicts);

/// <summary>Point where two paths of a junction meet.</summary>
/// <param name="Foe">Index of the other path in <see cref="RoadNetwork.Paths"/>.</param>
/// <param name="Here">Metres along this path.</param>
/// <param name="There">Metres along the other path.</param>
/// <param name="IsMerge">True when both end in the same lane: the point is the end of both.</param>
public readonly record struct PathConflict(int Foe, float Here, float There, bool IsMerge);
