using System.Text.Json.Nodes;
using Signals.Sim.CityFlow;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.CityFlow;

/// <summary>
/// One crossing of two streets in CityFlow's format, made by hand: arms of 300 m, three lanes (left, through, right), nine phases as in the published
/// cities. Roads: <c>in_W</c>, <c>out_E</c> and so on; movements in the published order.
/// </summary>
internal static class SmallCity
{
    private const double Arm = 300;

    private static readonly (string Name, double X, double Y)[] Arms = [("W", -1, 0), ("S", 0, -1), ("E", 1, 0), ("N", 0, 1)];

    private static readonly (string Type, string From, string To, int Lane)[] Movements =
    [
        ("go_straight", "W", "E", 1), ("turn_left", "W", "N", 0), ("turn_right", "W", "S", 2), ("turn_right", "S", "E", 2), ("go_straight", "S", "N", 1),
        ("turn_left", "S", "W", 0), ("turn_right", "E", "N", 2), ("go_straight", "E", "W", 1), ("turn_left", "E", "S", 0), ("turn_left", "N", "E", 0),
        ("turn_right", "N", "W", 2), ("go_straight", "N", "S", 1),
    ];

    private static readonly int[][] Phases =
        [[], [0, 7], [4, 11], [1, 8], [5, 9], [0, 1], [7, 8], [4, 5], [9, 11]];

    public static JsonObject Roadnet() => new()
    {
        ["intersections"] = new JsonArray([Centre(), .. Arms.Select(Boundary)]),
        ["roads"] = new JsonArray([.. Arms.SelectMany(a => new[] { Road(a, inbound: true), Road(a, inbound: false) })]),
    };

    /// <summary>Vehicles from arm to arm.</summary>
    public static JsonObject Flow(string from, string to, double interval, int start = 0, int end = -1) => new()
    {
        ["vehicle"] = new JsonObject
        {
            ["length"] = 5.0, ["width"] = 2.0, ["maxPosAcc"] = 2.0, ["maxNegAcc"] = 4.5, ["usualPosAcc"] = 2.0, ["usualNegAcc"] = 4.5, ["minGap"] = 2.5,
            ["maxSpeed"] = 11.111, ["headwayTime"] = 2,
        },
        ["route"] = new JsonArray($"in_{from}", $"out_{to}"),
        ["interval"] = interval,
        ["startTime"] = start,
        ["endTime"] = end,
    };

    /// <summary>Writes both files and reads them as a city.</summary>
    public static City Load(JsonNode roadnet, params JsonNode[] flows)
    {
        using var folder = new TemporaryDirectory();
        Write(folder.Path, roadnet, flows);
        return City.Load(new DirectoryInfo(folder.Path));
    }

    public static void Write(string folder, JsonNode roadnet, params JsonNode[] flows)
    {
        File.WriteAllText(Path.Combine(folder, "roadnet.json"), roadnet.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "flow.json"), new JsonArray([.. flows]).ToJsonString());
    }

    /// <summary>Traffic in every direction, vehicles an hour and movement.</summary>
    public static JsonNode[] Everywhere(double perHour) =>
        [.. Movements.Select(m => (JsonNode)Flow(m.From, m.To, 3600 / perHour))];

    private static JsonObject Centre() => new()
    {
        ["id"] = "centre",
        ["point"] = Point(0, 0),
        ["width"] = 15,
        ["roads"] = new JsonArray([.. Arms.SelectMany(a => new JsonNode[] { $"in_{a.Name}", $"out_{a.Name}" })]),
        ["roadLinks"] = new JsonArray([.. Movements.Select(Link)]),
        ["trafficLight"] = new JsonObject
        {
            ["lightphases"] = new JsonArray([.. Phases.Select((open, p) => new JsonObject
            {
                ["time"] = p == 0 ? 5 : 30,
                ["availableRoadLinks"] = new JsonArray([.. open.Concat([2, 3, 6, 10]).Select(m => (JsonNode)m)]),
            })]),
        },
        ["virtual"] = false,
    };

    private static JsonObject Boundary((string Name, double X, double Y) arm) => new()
    {
        ["id"] = arm.Name,
        ["point"] = Point(Arm * arm.X, Arm * arm.Y),
        ["width"] = 0,
        ["roads"] = new JsonArray($"in_{arm.Name}", $"out_{arm.Name}"),
        ["roadLinks"] = new JsonArray(),
        ["virtual"] = true,
    };

    private static JsonObject Road((string Name, double X, double Y) arm, bool inbound)
    {
        var points = new[] { Point(Arm * arm.X, Arm * arm.Y), Point(0, 0) };
        return new JsonObject
        {
            ["id"] = (inbound ? "in_" : "out_") + arm.Name,
            ["points"] = new JsonArray([.. inbound ? points : points.Reverse()]),
            ["lanes"] = new JsonArray([.. Enumerable.Range(0, 3).Select(_ => new JsonObject { ["width"] = 4, ["maxSpeed"] = 11.111 })]),
            ["startIntersection"] = inbound ? arm.Name : "centre",
            ["endIntersection"] = inbound ? "centre" : arm.Name,
        };
    }

    private static JsonObject Link((string Type, string From, string To, int Lane) movement) => new()
    {
        ["type"] = movement.Type,
        ["startRoad"] = $"in_{movement.From}",
        ["endRoad"] = $"out_{movement.To}",
        ["laneLinks"] = new JsonArray([.. Enumerable.Range(0, 3).Select(end => new JsonObject { ["startLaneIndex"] = movement.Lane, ["endLaneIndex"] = end })]),
    };

    private static JsonObject Point(double x, double y) => new() { ["x"] = x, ["y"] = y };
}
