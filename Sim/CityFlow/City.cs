using System.Collections.Immutable;
using Signals.Sim.CityFlow.Engine;
using Signals.Sim.CityFlow.Files;
using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow;

/// <summary>A CityFlow city: network and demand.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Network">Roads and intersections.</param>
/// <param name="Streams">Demand.</param>
public sealed record City(string Name, CityNetwork Network, ImmutableArray<CityFlowStream> Streams)
{
    private const string RoadnetName = "roadnet.json";
    private const string FlowPattern = "flow*.json";

    /// <summary>Reads a folder with <c>roadnet.json</c> and a flow file.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="flow">Name of the flow file; null for the only <c>flow*.json</c> there.</param>
    /// <exception cref="InvalidDataException">A file is missing or wrong; the message names file and field.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static City Load(DirectoryInfo folder, string? flow = null)
    {
        if (!folder.Exists)
        {
            throw new InvalidDataException($"{folder}: no such folder; name one with {RoadnetName} and a flow file");
        }

        var flowFile = Path.Combine(folder.FullName, flow ?? OnlyFlow(folder));
        foreach (var file in new[] { Path.Combine(folder.FullName, RoadnetName), flowFile }.Where(f => !File.Exists(f)))
        {
            throw new InvalidDataException($"{file}: no such file");
        }

        var network = RoadnetFile.Load(Path.Combine(folder.FullName, RoadnetName));
        return new City(folder.Name, network, FlowFile.Load(flowFile, network));
    }

    private static string OnlyFlow(DirectoryInfo folder) => folder.GetFiles(FlowPattern) switch
    {
        [var only] => only.Name,
        [] => throw new InvalidDataException($"{folder}: no {FlowPattern} there"),
        var several => throw new InvalidDataException($"{folder}: {several.Length} flow files; name one with --flow: {string.Join(", ", several.Select(f => f.Name))}"),
    };
}
