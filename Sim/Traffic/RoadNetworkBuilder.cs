using System.Collections.Immutable;
using System.Numerics;
using Signals.Core.Model;

namespace Signals.Sim.Traffic;

/// <summary>Turns a validated corridor into roads, lanes and junction paths.</summary>
internal sealed class RoadNetworkBuilder
{
    /// <summary>Comfortable speed of a tight turn at the kerb, m/s (20 km/h).</summary>
    private const float NearTurnSpeed = 5.6f;

    /// <summary>Comfortable speed of the wide turn, m/s (32 km/h).</summary>
    private const float FarTurnSpeed = 9.0f;

    private readonly Corridor _corridor;
    private readonly TrafficOptions _options;
    private readonly Turn _nearTurn;
    private readonly Dictionary<string, int> _intersectionOf = [];
    private readonly Dictionary<(int Intersection, string Leg), int> _exitRoad = [];
    private readonly List<Road> _roads = [];
    private readonly List<float> _laneStart = [];
    private readonly List<int> _roadOfLane = [];
    private readonly List<JunctionPath> _paths = [];

    public RoadNetworkBuilder(Corridor corridor, TrafficOptions options)
    {
        _corridor = corridor;
        _options = options;
        _nearTurn = corridor.Side == TrafficSide.Right ? Turn.Right : Turn.Left;
        for (var i = 0; i < corridor.Intersections.Length; i++)
        {
            _intersectionOf[corridor.Intersections[i].Id] = i;
        }
    }

    public RoadNetwork Build()
    {
        AddApproachRoads();
        AddExitRoads();
        for (var i = 0; i < _corridor.Intersections.Length; i++)
        {
            AddPaths(i);
        }

        return new RoadNetwork(_corridor, [.. _roads], [.. _paths], [.. _laneStart], [.. _roadOfLane]);
    }

    private void AddApproachRoads()
    {
        for (var i = 0; i < _corridor.Intersections.Length; i++)
        {
            var intersection = _corridor.Intersections[i];
            for (var a = 0; a < intersection.Approaches.Length; a++)
            {
                AddApproachRoad(i, a);
            }
        }
    }

    private void AddApproachRoad(int index, int approachIndex)
    {
        var intersection = _corridor.Intersections[index];
        var approach = intersection.Approaches[approachIndex];
        var groups = intersection.LaneGroups.Where(g => g.Approach == approach.Id).OrderBy(LateralPosition).ThenBy(g => g.Index).ToArray();
        if (groups.Length == 0)
        {
            return; // A leg that traffic only leaves by.
        }

        var link = _corridor.Links.FirstOrDefault(l => l.To == intersection.Id && l.ToApproach == approach.Id);
        var from = link is null ? -1 : _intersectionOf[link.From];
        var length = link is null ? (float)Math.Max(approach.Length.Value, _options.EntryLength.Value) : LinkRoadLength(link, approach);
        var limit = (float)(link?.Speed ?? approach.Speed).Value;
        var starts = LaneStarts(groups, link, length);
        var laneGroups = groups.SelectMany(g => Enumerable.Repeat(g.Index, g.Lanes)).ToImmutableArray();
        var road = AddRoad(index, approachIndex, from, length, limit, starts, laneGroups);
        if (link is not null)
        {
            _exitRoad[(from, link.FromLeg)] = road;
        }
    }

    /// <summary>Near turns at the kerb, far turns at the median, pockets outside of the full lanes they branch from.</summary>
    private double LateralPosition(LaneGroup group)
    {
        var mean = group.Movements.Average(m => m.Turn == _nearTurn ? 0.0 : m.Turn == Turn.Through ? 1.0 : 2.0);
        return mean + (group.IsPocket ? (mean < 1.0 ? -3.0 : 3.0) : 0.0);
    }

    /// <summary>A link is measured stop line to stop line; what lies in the upstream junction belongs to its paths.</summary>
    private float LinkRoadLength(Link link, Approach approach)
    {
        var upstream = _corridor.Intersections[_intersectionOf[link.From]];
        var geometry = new JunctionGeometry(upstream, _corridor.Side);
        var inside = 2f * geometry.RadiusOf(link.FromLeg);
        return MathF.Max((float)link.Length.Value - inside, MathF.Min((float)approach.Length.Value, 30f));
    }

    private static float[] LaneStarts(LaneGroup[] groups, Link? link, float length)
    {
        var starts = new List<float>();
        var allPockets = groups.All(g => g.IsPocket);
        foreach (var group in groups)
        {
            var start = group.IsPocket && !allPockets ? MathF.Max(0f, length - (float)group.Storage.Value) : 0f;
            starts.AddRange(Enumerable.Repeat(start, group.Lanes));
        }

        // More full lanes at the stop line than the link carries: the road flares, and the extra lanes at the kerb begin late.
        var surplus = link is null ? 0 : starts.Count(s => s == 0f) - link.Lanes;
        for (var lane = 0; lane < starts.Count && surplus > 0; lane++)
        {
            if (starts[lane] == 0f)
            {
                starts[lane] = MathF.Max(0f, length - (float)GroupOfLane(groups, lane).Storage.Value);
                surplus--;
            }
        }

        if (starts.All(s => s > 0f))
        {
            starts[^1] = 0f;
        }

        return [.. starts];
    }

    private static LaneGroup GroupOfLane(LaneGroup[] groups, int lane)
    {
        foreach (var group in groups)
        {
            if (lane < group.Lanes)
            {
                return group;
            }

            lane -= group.Lanes;
        }

        throw new ArgumentOutOfRangeException(nameof(lane));
    }

    private int AddRoad(int intersection, int approach, int from, float length, float limit, float[] starts, ImmutableArray<int> laneGroups)
    {
        var road = new Road(_roads.Count, intersection, approach, from, _roadOfLane.Count, starts.Length, length, limit, laneGroups, []);
        _roads.Add(road);
        foreach (var start in starts)
        {
            _laneStart.Add(start);
            _roadOfLane.Add(road.Index);
        }

        return road.Index;
    }

    private void AddExitRoads()
    {
        for (var i = 0; i < _corridor.Intersections.Length; i++)
        {
            var intersection = _corridor.Intersections[i];
            foreach (var leg in intersection.Approaches)
            {
                var feeding = intersection.LaneGroups.Where(g => g.Movements.Any(m => m.ExitLeg == leg.Id)).ToArray();
                if (feeding.Length > 0 && !_exitRoad.ContainsKey((i, leg.Id)))
                {
                    var starts = new float[feeding.Max(g => g.Lanes)];
                    _exitRoad[(i, leg.Id)] = AddRoad(-1, -1, i, (float)_options.ExitLength.Value, (float)leg.Speed.Value, starts, []);
                }
            }
        }
    }

    private void AddPaths(int index)
    {
        var intersection = _corridor.Intersections[index];
        var geometry = new JunctionGeometry(intersection, _corridor.Side);
        var first = _paths.Count;
        var lines = new List<Vector2[]>();
        foreach (var road in _roads.Where(r => r.Intersection == index).ToArray())
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

                var exit = _roads[_exitRoad[(road.Intersection, movement.ExitLeg)]];
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
                _paths.Add(path);
            }
        }

        var total = Math.Max(1e-9, aims.Values.Sum(a => a.Share));
        _roads[road.Index] = road with
        {
            Movements = [.. aims.Select(a => new RoadMovement(a.Key.Turn, a.Key.ExitLeg,
                _exitRoad[(road.Intersection, a.Key.ExitLeg)], a.Value.Lanes, a.Value.Share / total, [.. a.Value.Paths]))],
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
        var full = Enumerable.Range(0, exit.Lanes).Where(l => _laneStart[exit.FirstLane + l] == 0f).ToArray();
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
        var group = _corridor.Intersections[road.Intersection].LaneGroups[road.LaneGroups[lane]];
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
            _roadOfLane.Count + _paths.Count, road.FirstLane + lane, toLane, road.Intersection, group.Index, m, movement.Turn, isFar,
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
                if (Conflict(_paths[first + a], _paths[first + b], lines[a], lines[b], intersection) is var (here, there, merge))
                {
                    conflicts[a].Add(new PathConflict(first + b, here, there, merge));
                    conflicts[b].Add(new PathConflict(first + a, there, here, merge));
                }
            }
        }

        for (var p = 0; p < lines.Count; p++)
        {
            var path = _paths[first + p];
            ImmutableArray<PathConflict> sorted = [.. conflicts[p].OrderBy(c => c.Here)];
            _paths[first + p] = path with { Conflicts = sorted, WaitAt = WaitingPoint(path, sorted, intersection) };
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

        var together = conflicts.Where(c => !c.IsMerge && MayRunTogether(path, _paths[c.Foe], intersection)).Select(c => c.Here - BeforeConflict);
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
