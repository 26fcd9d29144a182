using System.CommandLine;
using Signals.Core.Units;
using Signals.Sim.Cluster;

namespace Signals.Sim.Commands;

/// <summary>What <c>sim cluster</c>, <c>cluster-faults</c> and <c>cluster-scale</c> have in common.</summary>
/// <param name="copies">Offer <c>--copies</c>; without, the caller says how many intersections there are.</param>
internal sealed class ClusterArguments(bool copies = true)
{
    private readonly Argument<FileInfo> _file = CorridorArgument.Required();
    private readonly Option<FileInfo?> _demand = ScenarioOption.Create();
    private readonly Option<int> _nodes = new("--nodes") { Description = "Controller processes, 1–9. Default 3.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _copies = new("--copies") { Description = "How often the corridor is there, 1–400. Default 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _noTraffic = new("--no-traffic") { Description = "Cabinets alone: no simulated traffic, no sensors." };
    private readonly Option<bool> _tls = new("--tls") { Description = "Encrypt cluster traffic, with certificates made for the run." };
    private readonly Option<bool> _namespaces = new("--namespaces") { Description = "Run each node in a network namespace of its own, so that it can be cut off. Needs root." };
    private readonly Option<bool> _disks = new("--disks") { Description = "Let each node keep its records on a disk of its own, so that it can be frozen and filled. Needs root." };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of traffic and sensors. Default 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<DirectoryInfo?> _folder = new("--folder") { Description = "Keep node files and logs here. Default: a folder that is removed at the end.", HelpName = "DIR" };

    public void AddTo(Command command)
    {
        command.Add(_file);
        foreach (var option in new Option[] { _demand, _nodes, _noTraffic, _tls, _namespaces, _disks, _seed, _folder })
        {
            command.Add(option);
        }

        if (copies)
        {
            command.Add(_copies);
        }

        _nodes.Between(1, 9);
        _copies.Between(1, 400);
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="warm">Skip the cabinets' start-up.</param>
    /// <param name="scatter">Homes of neighbours are on different nodes, so that there is always something to say between nodes.</param>
    /// <param name="intersections">As many copies as hold these; null for what the command line says.</param>
    /// <exception cref="IOException">Network namespaces were asked for and cannot be made.</exception>
    public LocalCluster Prepare(ParseResult parsed, bool warm = false, bool scatter = false, int? intersections = null)
    {
        var file = parsed.GetRequiredValue(_file);
        var corridor = CorridorArgument.Load(file);
        var scenario = ScenarioOption.Load(parsed.GetValue(_demand), file, corridor);
        var options = new ClusterOptions
        {
            Nodes = parsed.GetValue(_nodes),
            Copies = intersections is { } wanted ? (wanted + corridor.Intersections.Length - 1) / corridor.Intersections.Length : parsed.GetValue(_copies),
            ScatterHomes = scatter,
            Traffic = !parsed.GetValue(_noTraffic),
            Tls = parsed.GetValue(_tls),
            Disks = parsed.GetValue(_disks),
            Seed = parsed.GetValue(_seed),
            DemandAt = Duration.FromSeconds(8 * 3600),
            WarmCabinets = warm,
        };
        var networks = parsed.GetValue(_namespaces)
            ? NodeNetworks.TryCreate(options.Nodes, out var reason) ?? throw new IOException(reason)
            : null;
        try
        {
            return LocalCluster.Prepare(file, scenario, options, networks, parsed.GetValue(_folder));
        }
        catch
        {
            networks?.Dispose();
            throw;
        }
    }
}
