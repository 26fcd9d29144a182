using System.Collections.Immutable;

namespace Signals.Sim.CityFlow.Network;

/// <summary>Puts a <see cref="CityNetwork"/> together: first the intersections' frames and roads with lanes, then the movements.</summary>
internal sealed class CityNetworkBuilder
{
    private readonly List<CityRoad> _roads = [];
    private readonly List<CityPoint[]> _lanePoints = [];
    private readonly List<double> _laneLimits = [];
    private readonly List<int> _roadOfLane = [];
    private readonly List<Link> _links = [];
    private readonly List<CityIntersection> _intersections = [];

    public IReadOnlyList<CityRoad> Roads => _roads;

    /// <summary>Adds a road; intersections are named by their index, their trims are their widths (0 when virtual).</summary>
    /// <param name="lanes">Width, m, and speed limit, m/s, from the innermost lane outwards.</param>
    public void AddRoad(
        string id, (int Index, double Trim) start, (int Index, double Trim) end, ImmutableArray<CityPoint> points, IReadOnlyList<(double Width, double Limit)> lanes)
    {
        _roads.Add(new CityRoad(_roads.Count, id, start.Index, end.Index, points, _roadOfLane.Count, lanes.Count));
        var offset = 0.0;
        foreach (var (width, limit) in lanes)
        {
            _lanePoints.Add(CityCurve.Lane(points.AsSpan(), start.Trim, end.Trim, offset + width / 2));
            _laneLimits.Add(limit);
            _roadOfLane.Add(_roads.Count - 1);
            offset += width;
        }
    }

    /// <summary>Adds one lane's way to another lane; all links of a movement, and of an intersection, must follow each other.</summary>
    /// <param name="points">Its course, or empty for the default curve.</param>
    /// <returns>Index of the lane link.</returns>
    public int AddLink(int intersection, int movement, CityTurn turn, int startLane, int endLane, CityPoint[] points, double width)
    {
        var course = points.Length > 0 ? points : CityCurve.Way(_lanePoints[startLane], _lanePoints[endLane], width);
        _links.Add(new Link(intersection, movement, turn, startLane, endLane, course));
        return _links.Count - 1;
    }

    public int LinkCount => _links.Count;

    public void AddIntersection(CityIntersection intersection) => _intersections.Add(intersection);

    public CityNetwork Build()
    {
        var crossings = Cross();
        var first = new int[_links.Count + 1];
        for (var k = 0; k < _links.Count; k++)
        {
            first[k + 1] = first[k] + crossings[k].Count;
        }

        return new CityNetwork([.. _intersections], [.. _roads])
        {
            LaneCount = _lanePoints.Count,
            Lengths = [.. _lanePoints.Select(p => CityCurve.Length(p)), .. _links.Select(l => CityCurve.Length(l.Points))],
            SpeedLimits = [.. _laneLimits, .. _links.Select(_ => double.PositiveInfinity)],
            RoadOfLane = [.. _roadOfLane],
            IntersectionOfWay = [.. _roadOfLane.Select(r => _roads[r].End), .. _links.Select(l => l.Intersection)],
            LinksOfLane = LinksOfLane(),
            StartLane = [.. _links.Select(l => l.StartLane)],
            EndLane = [.. _links.Select(l => l.EndLane)],
            MovementOfLink = [.. _links.Select(l => l.Movement)],
            TurnOfLink = [.. _links.Select(l => l.Turn)],
            BitOfLink = [.. Enumerable.Range(0, _links.Count).Select(Bit)],
            FoesOfLink = [.. crossings.Select(c => c.Aggregate(0UL, (bits, crossing) => bits | Bit(crossing.Foe)))],
            FirstCrossing = first,
            Crossings = [.. crossings.SelectMany(c => c)],
        };
    }

    private static ulong Bit(int link) => 1UL << (link & 63);

    private int[][] LinksOfLane()
    {
        var links = Enumerable.Range(0, _lanePoints.Count).Select(_ => new List<int>()).ToArray();
        for (var k = 0; k < _links.Count; k++)
        {
            links[_links[k].StartLane].Add(_lanePoints.Count + k);
        }

        return [.. links.Select(l => l.ToArray())];
    }

    private List<CityCrossing>[] Cross()
    {
        var crossings = Enumerable.Range(0, _links.Count).Select(_ => new List<CityCrossing>()).ToArray();
        for (var a = 0; a < _links.Count; a++)
        {
            for (var b = a + 1; b < _links.Count && _links[b].Intersection == _links[a].Intersection; b++)
            {
                if (CityCurve.Meet(_links[a].Points, _links[b].Points, out var onA, out var onB))
                {
                    crossings[a].Add(new CityCrossing(b, onA, onB));
                    crossings[b].Add(new CityCrossing(a, onB, onA));
                }
            }
        }

        foreach (var list in crossings)
        {
            list.Sort((x, y) => x.Own.CompareTo(y.Own));
        }

        return crossings;
    }

    private sealed record Link(int Intersection, int Movement, CityTurn Turn, int StartLane, int EndLane, CityPoint[] Points);
}
