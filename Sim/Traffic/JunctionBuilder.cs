using System.Collections.Immutable;
using System.Numerics;
using Signals.Core.Model;

namespace Signals.Sim.Traffic;

/// <summary>Connects the lanes into an intersection with the roads out of it, and finds where the paths meet.</summary>
/// <param name="roads">All roads; those into an intersection get their movements here.</param>
/// <param name="laneStart">Where each lane begins; the number of lanes is the first path's segment.</param>
/// <param name="exitRoad">Road out of each intersection by each leg.</param>
/// <param name="paths">Grows.</param>
internal sealed class JunctionBuilder(
    Corridor corridor, List<Road> roads, List<float> laneStart, Dictionary<(int Intersection, string Leg), int> exitRoad, List<JunctionPath> paths)
{
    /// <summary>Comfortable speed of a tight turn at the kerb, m/s (20 km/h).</summary>
    private const float NearTurnSpeed = 5.6f;

    /// <summary>Comfortable speed of the wide turn, m/s (32 km/h).</summary>
    private const float FarTurnSpeed = 9.0f;

    private readonly Turn _nearTurn = corridor.Side == TrafficSide.Right ? Turn.Right : Turn.Left;

    /// <summary>Adds every path through one intersection and sets the movements of the roads into it.</summary>
    public void AddPaths(int index)
    {
        var intersection = corridor.Intersections[index];
        var geometry = new JunctionGeometry(intersection, corridor.Side);
        var first = paths.Count;
        var lines = new List<Vector2[]>();
        foreach (var road in roads.Where(r => r.Intersection == index).ToArray())
        {
            AddPathsOf(road, intersection, geometry, lines);
        }

        FindConflicts(intersection, first, lines);
    }

    private void AddPathsOf(Road road, Intersection intersection, JunctionGeometry geometry, List<Vector2[]> lines)
    {
        var leg = intersection.Approaches[road.Approach].Id;
        var aims = new Dictionary<(Turn Turn, string ExitLeg), (uint Lanes, double Share, int[] Paths)>();
        var counted = new HashSet<(int Group, int Movement)>();
        for (var lane = 0; lane < road.Lanes; lane++)
        {
            var group = intersection.LaneGroups[road.LaneGroups[lane]];
            for (var m = 0; m < group.Movements.Length; m++)
            {
                var movement = group.Movements[m];
                if (!Serves(road, lane, movement))
                {
                    continue;
                }

                var exit = roads[exitRoad[(road.Intersection, movement.ExitLeg)]];
                var toLane = ExitLane(road, lane, movement, exit);
                var line = geometry.Path(leg, lane, road.Lanes, movement.ExitLeg, toLane, exit.Lanes);
                var path = NewPath(road, lane, group, m, exit.FirstLane + toLane, JunctionGeometry.LengthOf(line), intersection);
                if (!aims.TryGetValue((movement.Turn, movement.ExitLeg), out var aim))
                {
                    aim = (0u, 0.0, Enumerable.Repeat(-1, road.Lanes).ToArray());
                }

                aim.Paths[lane] = path.Segment;
                var weight = counted.Add((group.Index, m)) ? Weight(group, m) : 0.0;
                aims[(movement.Turn, movement.ExitLeg)] = (aim.Lanes | 1u << lane, aim.Share + weight, aim.Paths);
                lines.Add(line);
                paths.Add(path);
            }
        }

        var total = Math.Max(1e-9, aims.Values.Sum(a => a.Share));
        roads[road.Index] = road with
        {
            Movements = [.. aims.Select(a => new RoadMovement(a.Key.Turn, a.Key.ExitLeg,
                exitRoad[(road.Intersection, a.Key.ExitLeg)], a.Value.Lanes, a.Value.Share / total, [.. a.Value.Paths]))],
        };
    }

    /// <summary>
    /// Weight of a movement when the approach's traffic is divided among its lane groups without counts: a lane that only turns carries
    /// about a third of a through lane.
    /// </summary>
    private static double Weight(LaneGroup group, int m)
    {
        var perLane = group.Movements.Any(o => o.Turn == Turn.Through) ? 1.0 : 0.35;
        return group.Movements[m].Share * group.Lanes * perLane;
    }

    /// <summary>Turns keep to their side of the exit; through lanes keep their place counted from the median.</summary>
    private int ExitLane(Road road, int lane, Movement movement, Road exit)
    {
        var full = Enumerable.Range(0, exit.Lanes).Where(l => laneStart[exit.FirstLane + l] == 0f).ToArray();
        var mine = Enumerable.Range(0, road.Lanes).Where(l => Serves(road, l, movement)).ToArray();
        var rank = Array.IndexOf(mine, lane);
        var fromKerb = movement.Turn == _nearTurn ? rank : full.Length - (mine.Length - rank);
        if (movement.Turn == Turn.Through && full.Length > mine.Length)
        {
            fromKerb = rank + (full.Length - mine.Length) / 2;
        }

        return full[Math.Clamp(fromKerb, 0, full.Length - 1)];
    }

    /// <summary>In a lane group that also goes straight on, turns are made from the lane on their side only.</summary>
    private bool Serves(Road road, int lane, Movement movement)
    {
        var group = corridor.Intersections[road.Intersection].LaneGroups[road.LaneGroups[lane]];
        if (!group.Movements.Any(m => m.Turn == movement.Turn && m.ExitLeg == movement.ExitLeg))
        {
            return false;
        }

        var isShared = movement.Turn != Turn.Through && group.Movements.Any(m => m.Turn == Turn.Through);
        var side = movement.Turn == _nearTurn ? lane - 1 : lane + 1;
        return !isShared || side < 0 || side >= road.Lanes || road.LaneGroups[side] != group.Index;
    }

    private JunctionPath NewPath(Road road, int lane, LaneGroup group, int m, int toLane, float length, Intersection intersection)
    {
        var movement = group.Movements[m];
        var isFar = movement.Turn != Turn.Through && movement.Turn != _nearTurn;
        var limit = movement.Turn == Turn.Through ? road.Limit : isFar ? FarTurnSpeed : NearTurnSpeed;
        return new JunctionPath(
            laneStart.Count + paths.Count, road.FirstLane + lane, toLane, road.Intersection, group.Index, m, movement.Turn, isFar,
            movement.ProtectedBy, movement.PermissiveUnder, movement.OnRed, length, WaitAt: 0f, MathF.Min(limit, road.Limit),
            CrossingOver(intersection, movement.ExitLeg), CrossingOver(intersection, group.Approach), Conflicts: []);
    }

    private static int CrossingOver(Intersection intersection, string leg)
    {
        for (var c = 0; c < intersection.Crossings.Length; c++)
        {
            if (intersection.Crossings[c].Leg == leg)
            {
                return c;
            }
        }

        return -1;
    }

    private void FindConflicts(Intersection intersection, int first, List<Vector2[]> lines)
    {
        var conflicts = Enumerable.Range(0, lines.Count).Select(_ => new List<PathConflict>()).ToArray();
        for (var a = 0; a < lines.Count; a++)
        {
            for (var b = 0; b < a; b++)
            {
                if (Conflict(paths[first + a], paths[first + b], lines[a], lines[b], intersection) is var (here, there, merge))
                {
                    conflicts[a].Add(new PathConflict(first + b, here, there, merge));
                    conflicts[b].Add(new PathConflict(first + a, there, here, merge));
                }
            }
        }

        for (var p = 0; p < lines.Count; p++)
        {
            var path = paths[first + p];
            ImmutableArray<PathConflict> sorted = [.. conflicts[p].OrderBy(c => c.Here)];
            paths[first + p] = path with { Conflicts = sorted, WaitAt = WaitingPoint(path, sorted, intersection) };
        }
    }

    /// <summary>A permissive far turn waits just before the first path that may be green with it; only there can it have to wait.</summary>
    private float WaitingPoint(JunctionPath path, ImmutableArray<PathConflict> conflicts, Intersection intersection)
    {
        const float ShortestWait = 3f;
        const float BeforeConflict = 3f;
        if (!path.IsFarTurn || path.PermissiveUnder < 0)
        {
            return 0f;
        }

        var together = conflicts.Where(c => !c.IsMerge && MayRunTogether(path, paths[c.Foe], intersection)).Select(c => c.Here - BeforeConflict);
        var waitAt = together.DefaultIfEmpty(0f).Min();
        return waitAt < ShortestWait ? 0f : waitAt;
    }

    private static bool MayRunTogether(JunctionPath path, JunctionPath foe, Intersection intersection)
    {
        var group = foe.ProtectedBy >= 0 ? foe.ProtectedBy : foe.PermissiveUnder;
        return group >= 0 && !intersection.Intergreens.Conflicts(path.PermissiveUnder, group);
    }

    private static (float Here, float There, bool Merge)? Conflict(
        JunctionPath a, JunctionPath b, Vector2[] lineA, Vector2[] lineB, Intersection intersection)
    {
        if (a.FromLane == b.FromLane)
        {
            return null;
        }

        if (a.ToLane == b.ToLane)
        {
            return (a.Length, b.Length, true);
        }

        // Opposing far turns pass in front of each other; drawn from their lanes the curves may touch, which drivers avoid.
        var approachOf = (JunctionPath p) => intersection.LaneGroups[p.LaneGroup].Approach;
        if (a.IsFarTurn && b.IsFarTurn && Opposing(intersection, approachOf(a), approachOf(b)))
        {
            return null;
        }

        return JunctionGeometry.Crossing(lineA, lineB) is var (here, there) ? (here, there, false) : null;
    }

    private static bool Opposing(Intersection intersection, string a, string b)
    {
        var angle = Math.Abs(Bearing(intersection, a) - Bearing(intersection, b)) % 360.0;
        return Math.Abs(angle - 180.0) < 45.0;
    }

    private static double Bearing(Intersection intersection, string leg) => intersection.Approaches.First(a => a.Id == leg).BearingDegrees;
}
