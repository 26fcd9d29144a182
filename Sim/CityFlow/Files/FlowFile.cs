using System.Collections.Immutable;
using Signals.Sim.CityFlow.Engine;
using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Files;

/// <summary>Reads <c>flow.json</c> of CityFlow: who drives where from when.</summary>
internal static class FlowFile
{
    /// <exception cref="InvalidDataException">The file is wrong; the message names file and field.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImmutableArray<CityFlowStream> Load(string file, CityNetwork network)
    {
        var roads = network.Roads.ToDictionary(r => r.Id, r => r.Index);
        var router = new CityRouter(network);
        return CityJson.Read(file, root => root.Items().Select(item => Read(item, roads, router)).ToImmutableArray());
    }

    private static CityFlowStream Read(CityJson flow, Dictionary<string, int> roads, CityRouter router)
    {
        var anchors = flow["route"].Items().Select(r => roads.TryGetValue(r.Text(), out var road)
            ? road
            : throw r.Wrong($"no road has the id \"{r.Text()}\"")).ToList();
        var end = flow.Has("endTime") ? flow["endTime"].Number(-1) : -1;
        var paths = router.Paths(anchors);
        return paths.IsEmpty
            ? throw flow["route"].Wrong("this route cannot be driven: it needs two roads or more, each reachable from the one before")
            : new CityFlowStream(
                Vehicle(flow["vehicle"]), paths, flow.Has("startTime") ? flow["startTime"].Number(0) : 0,
                end < 0 ? double.PositiveInfinity : end, Positive(flow["interval"]));
    }

    private static CityVehicle Vehicle(CityJson vehicle) => new()
    {
        Length = Positive(vehicle["length"]),
        MostAcceleration = Positive(vehicle["maxPosAcc"]),
        MostDeceleration = Positive(vehicle["maxNegAcc"]),
        UsualAcceleration = Positive(vehicle["usualPosAcc"]),
        UsualDeceleration = Positive(vehicle["usualNegAcc"]),
        StandingGap = vehicle["minGap"].Number(0),
        MostSpeed = Positive(vehicle["maxSpeed"]),
        HeadwaySeconds = vehicle["headwayTime"].Number(0),
    };

    private static double Positive(CityJson value) => value.Number(0) is var number and > 0 ? number : throw value.Wrong("must be more than 0");
}
