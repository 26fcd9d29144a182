using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Sim.Traffic;

/// <summary>Turns a validated corridor into roads and lanes, which <see cref="JunctionBuilder"/> then connects.</summary>
internal sealed class RoadNetworkBuilder
{
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
        var junctions = new JunctionBuilder(_corridor, _roads, _laneStart, _exitRoad, _paths);
        for (var i = 0; i < _corridor.Intersections.Length; i++)
        {
            junctions.AddPaths(i);
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
}
