using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Signals.Actors.Messages.Serialization;
using Signals.Controller.Configuration;
using Signals.Controller.Configuration.Nodes;
using Signals.Controller.Service;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Sim.Demand;
using Signals.Sim.Field;

namespace Signals.Sim.Cluster;

/// <summary>A cluster on this machine: controller processes, and in this process the roadside that they control over real sockets.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    /// <summary>Where sensors reach a node that has a network of its own.</summary>
    private const int SensorPort = 5310;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _life = new();
    private readonly ImmutableArray<EmulatedField> _fields;
    private readonly FanOutSensorOutput? _sensors;
    private readonly DirectoryInfo _folder;
    private readonly bool _keepFolder;
    private readonly Task _running;

    private LocalCluster(
        DirectoryInfo folder, bool keepFolder, ImmutableArray<EmulatedField> fields, ImmutableArray<ClusterCabinet> cabinets, ImmutableArray<NodeProcess> nodes,
        FanOutSensorOutput? sensors, NodeNetworks? networks)
    {
        (_folder, _keepFolder, _fields, Cabinets, Nodes, _sensors, Networks) = (folder, keepFolder, fields, cabinets, nodes, sensors, networks);
        ISensorOutput output = sensors is null ? new NoSensorOutput() : sensors;
        _running = Task.WhenAll(fields.Select(field => field.RunAsync(output, _life.Token)));
    }

    public ImmutableArray<ClusterCabinet> Cabinets { get; }

    public ImmutableArray<NodeProcess> Nodes { get; }

    /// <summary>Null unless asked for.</summary>
    public NodeNetworks? Networks { get; }

    /// <summary>Where node files and logs lie.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Fails when the roadside fails.</summary>
    public Task Completion => _running;

    /// <summary>Starts the roadside and prepares the nodes; none of them is started.</summary>
    /// <param name="file">Corridor file.</param>
    /// <param name="scenario">Demand.</param>
    /// <param name="options">What it is made of.</param>
    /// <param name="networks">Made before, when nodes shall be cut off from each other; owned from now on.</param>
    /// <param name="folder">Where node files and logs are kept; null for a folder that is removed at the end.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    public static LocalCluster Prepare(FileInfo file, Scenario scenario, ClusterOptions options, NodeNetworks? networks, DirectoryInfo? folder)
    {
        var corridor = CorridorFile.Load(file.ToString()).Corridor ?? throw new InvalidDataException($"{file} has errors; see 'controller check {file}'");
        var place = folder ?? Directory.CreateTempSubdirectory("signals-cluster-");
        place.Create();
        var host = networks is null ? IPAddress.Loopback : NodeNetworks.Field;
        var fields = Enumerable.Range(0, options.Copies).Select(copy => FieldOf(corridor, scenario, options, host, copy)).ToImmutableArray();
        foreach (var (field, _) in fields)
        {
            field.Start();
        }

        var addresses = fields.SelectMany(f => f.Field.Cabinets.Select(c => c.LocalEndPoint)).ToList();
        var files = CorridorCopies.Write(File.ReadAllText(file.FullName), corridor, addresses, place.FullName);
        var ids = files.SelectMany(path => CorridorFile.Load(path).Corridor!.Intersections.Select(i => i.Id)).ToImmutableArray();
        var cabinets = fields.SelectMany(f => f.Field.Cabinets.Zip(f.Witnesses))
            .Zip(ids, (c, id) => new ClusterCabinet(id, c.First, c.Second)).ToImmutableArray();
        var places = Places(options, networks, place.FullName, files, ids);
        var sensors = options.Traffic ? new FanOutSensorOutput(places.Select(p => p.Sensors)) : null;
        return new LocalCluster(
            place, folder is not null, [.. fields.Select(f => f.Field)], cabinets, [.. places.Select(p => new NodeProcess(p))], sensors, networks);
    }

    /// <summary>Starts every node.</summary>
    public void StartAll()
    {
        foreach (var node in Nodes)
        {
            node.Start();
        }
    }

    /// <summary>Status of the first node that answers; null when none does.</summary>
    public async Task<NodeStatus?> StatusAsync(CancellationToken cancellationToken)
    {
        foreach (var node in Nodes.Where(n => n.IsRunning))
        {
            try
            {
                return await node.Client.StatusAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Not yet, or not any more: the next one.
            }
        }

        return null;
    }

    /// <summary>Waits until every cabinet is under remote control, or the time is over.</summary>
    public async Task UntilRemoteAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (Cabinets.Any(c => c.Mode != CabinetMode.Remote) && Stopwatch.GetElapsedTime(began) < within)
        {
            await Task.Delay(Look, cancellationToken);
        }
    }

    /// <summary>Name of the node that a cabinet's latest epoch was granted to; null before the first.</summary>
    public string? CommanderOf(ClusterCabinet cabinet) =>
        cabinet.Witness.Grants is [.., var last] ? Nodes.FirstOrDefault(n => n.OwnerId == last.OwnerId)?.Name : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        await _life.CancelAsync();
        await Task.WhenAny(_running);
        foreach (var field in _fields)
        {
            await field.DisposeAsync();
        }

        foreach (var node in Nodes)
        {
            node.Disk?.Dispose();
        }

        _sensors?.Dispose();
        Networks?.Dispose();
        _life.Dispose();
        if (!_keepFolder)
        {
            _folder.Delete(recursive: true);
        }
    }

    private static (EmulatedField Field, ImmutableArray<CabinetWitness> Witnesses) FieldOf(
        Corridor corridor, Scenario scenario, ClusterOptions options, IPAddress host, int copy)
    {
        var own = CorridorCopies.Of(corridor, copy);
        var witnesses = corridor.Intersections.ToDictionary(i => i.Id, _ => new CabinetWitness(TimeProvider.System));
        var offset = TimeZoneInfo.FindSystemTimeZoneById(corridor.TimeZone).GetUtcOffset(TimeProvider.System.GetUtcNow());
        var field = new EmulatedField(
            own, options.Traffic ? scenario : Scenario.Empty, new FieldOptions
            {
                Seed = options.Seed + (ulong)copy,
                DemandAt = options.DemandAt,
                LocalTimeOffset = new Duration((long)offset.TotalMilliseconds),
                Cabinet = options.WarmCabinets ? EmulatedCabinetOptions.Warm : EmulatedCabinetOptions.Default,
                Cabinets = [.. corridor.Intersections.Select(_ => new IPEndPoint(host, 0))],
                WitnessOf = id => witnesses[id],
                SiteOf = id => CorridorCopies.IdOf(id, copy),
            },
            TimeProvider.System);
        return (field, [.. corridor.Intersections.Select(i => witnesses[i.Id])]);
    }

    private static ImmutableArray<NodePlace> Places(
        ClusterOptions options, NodeNetworks? networks, string folder, ImmutableArray<string> corridors, ImmutableArray<string> ids)
    {
        var names = Enumerable.Range(1, options.Nodes).Select(i => string.Create(CultureInfo.InvariantCulture, $"edge-{i}")).ToList();
        if (options.Tls)
        {
            ClusterCertificates.Write(folder, names);
        }

        var free = networks is null ? FreePorts(2 * names.Count) : [];
        var addresses = names.Select((_, i) => networks is null ? new IPEndPoint(IPAddress.Loopback, free[i]) : new(NodeNetworks.AddressOf(i), NodeSettings.DefaultPort)).ToList();
        return [.. names.Select((name, i) =>
        {
            var nodeFile = Path.Combine(folder, $"{name}.yaml");
            var home = options.Homes ? ids.Where((_, n) => (options.ScatterHomes ? n % options.Nodes : n * options.Nodes / ids.Length) == i) : [];
            File.WriteAllText(nodeFile, NodeFileText(name, addresses, i, corridors, home, options.Tls));
            var sensors = networks is null ? new IPEndPoint(IPAddress.Loopback, free[names.Count + i]) : new(NodeNetworks.AddressOf(i), SensorPort);
            return new NodePlace(
                name, nodeFile, Path.Combine(folder, $"{name}.sock"), Path.Combine(folder, $"{name}.log"), sensors, NodeSettings.OwnerIdOf(name), networks?.NameOf(i),
                options.Disks ? NodeDisk.Create(folder, name) : null);
        })];
    }

    private static string NodeFileText(
        string name, List<IPEndPoint> addresses, int index, ImmutableArray<string> corridors, IEnumerable<string> home, bool tls) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            node: {name}
            bind: {addresses[index].Address}
            port: {addresses[index].Port}
            seeds: [{string.Join(", ", addresses.Select(a => $"\"{a}\""))}]
            corridors: [{string.Join(", ", corridors.Select(Path.GetFileName))}]
            home: [{string.Join(", ", home)}]
            control-socket: {name}.sock
            wire-version: {WireVersion.Newest}
            {(tls ? $"tls: {{ certificate: {name}.pem, trust: ca.pem }}" : "")}

            """);

    /// <summary>All are held until the last one is found, so that no two are the same.</summary>
    private static ImmutableArray<int> FreePorts(int count)
    {
        var probes = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            probes.ForEach(probe => probe.Start());
            return [.. probes.Select(probe => ((IPEndPoint)probe.LocalEndpoint).Port)];
        }
        finally
        {
            probes.ForEach(probe => probe.Dispose());
        }
    }
}

/// <summary>One cabinet of a cluster on this machine.</summary>
/// <param name="Id">Intersection id, of its copy.</param>
/// <param name="Server">The emulated cabinet.</param>
/// <param name="Witness">What it saw of its owners.</param>
public sealed record ClusterCabinet(string Id, EmulatedCabinetServer Server, CabinetWitness Witness)
{
    public CabinetMode Mode => Server.With(c => c.Mode);

    /// <summary>What its monitor found so far.</summary>
    public long Findings => Server.With(c => c.Monitor.Findings.Total);
}
