using System.Collections.Immutable;
using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Files;

/// <summary>Reads <c>roadnet.json</c> of CityFlow: intersections with their movements and phases, roads with their lanes.</summary>
internal sealed class RoadnetFile
{
    private readonly CityNetworkBuilder _builder = new();
    private readonly Dictionary<string, (int Index, double Trim)> _intersections = [];
    private readonly Dictionary<string, int> _roads = [];

    /// <exception cref="InvalidDataException">The file is wrong; the message names file and field.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CityNetwork Load(string file) => CityJson.Read(file, root => new RoadnetFile().Read(root));

    private CityNetwork Read(CityJson root)
    {
        var intersections = root["intersections"].Items();
        foreach (var item in intersections)
        {
            var trim = item["virtual"].Flag() ? 0 : item["width"].Number(0);
            if (!_intersections.TryAdd(item["id"].Text(), (_intersections.Count, trim)))
            {
                throw item["id"].Wrong("this id was used before; ids must be unique");
            }
        }

        foreach (var road in root["roads"].Items())
        {
            ReadRoad(road);
        }

        foreach (var item in intersections)
        {
            ReadIntersection(item);
        }

        return _builder.Build();
    }

    private void ReadRoad(CityJson road)
    {
        var id = road["id"].Text();
        if (!_roads.TryAdd(id, _builder.Roads.Count))
        {
            throw road["id"].Wrong("this id was used before; ids must be unique");
        }

        var points = Points(road["points"]);
        if (points.Length < 2)
        {
            throw road["points"].Wrong($"expected at least 2 points, found {points.Length}");
        }

        var (start, end) = (EndOf(road["startIntersection"]), EndOf(road["endIntersection"]));
        if (CityCurve.Length(points.AsSpan()) <= start.Trim + end.Trim)
        {
            throw road["points"].Wrong($"the road lies wholly inside its intersections, which take {start.Trim + end.Trim} m of it");
        }

        var lanes = road["lanes"].Items().Select(l => (l["width"].Number(0), l["maxSpeed"].Number(0))).ToList();
        _builder.AddRoad(id, start, end, points, lanes.Count > 0 ? lanes : throw road["lanes"].Wrong("expected at least one lane"));
    }

    private (int Index, double Trim) EndOf(CityJson name) =>
        _intersections.TryGetValue(name.Text(), out var end) ? end : throw name.Wrong($"no intersection has the id \"{name.Text()}\"");

    private void ReadIntersection(CityJson item)
    {
        var id = item["id"].Text();
        var (index, width) = _intersections[id];
        var point = Point(item["point"]);
        if (item["virtual"].Flag())
        {
            _builder.AddIntersection(new CityIntersection(index, id, true, point, 0, [], [], []));
            return;
        }

        var links = item["roadLinks"].Items();
        if (links.Count > CityIntersection.MostMovements)
        {
            throw item["roadLinks"].Wrong($"{links.Count} movements; at most {CityIntersection.MostMovements} are possible");
        }

        var movements = links.Select((link, m) => ReadMovement(link, index, m, width)).ToImmutableArray();
        var phases = item["trafficLight"]["lightphases"].Items();
        if (phases.Count == 0)
        {
            throw item["trafficLight"]["lightphases"].Wrong("expected at least one phase");
        }

        _builder.AddIntersection(new CityIntersection(
            index, id, false, point, width, movements,
            [.. phases.Select(p => Mask(p["availableRoadLinks"], movements.Length))], [.. phases.Select(p => p["time"].Number(0))]));
    }

    private CityMovement ReadMovement(CityJson link, int intersection, int movement, double width)
    {
        var turn = link["type"].Text() switch
        {
            "go_straight" => CityTurn.Straight,
            "turn_left" => CityTurn.Left,
            "turn_right" => CityTurn.Right,
            var other => throw link["type"].Wrong($"\"{other}\" is unknown; use go_straight, turn_left or turn_right"),
        };
        var (from, to) = (RoadOf(link["startRoad"]), RoadOf(link["endRoad"]));
        if (from.End != intersection || to.Start != intersection)
        {
            throw link.Wrong($"road \"{from.Id}\" must end and road \"{to.Id}\" must start at this intersection");
        }

        var first = _builder.LinkCount;
        foreach (var lane in link["laneLinks"].Items())
        {
            var start = from.FirstLane + lane["startLaneIndex"].Index(from.LaneCount, $"lane of {from.Id}");
            var end = to.FirstLane + lane["endLaneIndex"].Index(to.LaneCount, $"lane of {to.Id}");
            var points = lane.Has("points") ? Points(lane["points"]) : [];
            if (points.Length == 1)
            {
                throw lane["points"].Wrong("expected at least 2 points, or none for the default curve");
            }

            _builder.AddLink(intersection, movement, turn, start, end, [.. points], width);
        }

        return new CityMovement(turn, from.Index, to.Index, first, _builder.LinkCount - first);
    }

    private CityRoad RoadOf(CityJson name) =>
        _roads.TryGetValue(name.Text(), out var road) ? _builder.Roads[road] : throw name.Wrong($"no road has the id \"{name.Text()}\"");

    private static ulong Mask(CityJson list, int movements) =>
        list.Items().Aggregate(0UL, (mask, item) => mask | 1UL << item.Index(movements, "roadLink of this intersection"));

    private static ImmutableArray<CityPoint> Points(CityJson list) => [.. list.Items().Select(Point)];

    private static CityPoint Point(CityJson point) => new(point["x"].Number(), point["y"].Number());
}
