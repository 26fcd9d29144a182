using System.Net;
using System.Text.RegularExpressions;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Sim.Cabinet;

namespace Signals.Tests.Integration;

/// <summary>Emulated cabinets of a corridor behind Modbus/TCP on loopback, started up, each on a free port.</summary>
public sealed partial class LoopbackCabinets : IAsyncDisposable
{
    private readonly Dictionary<string, EmulatedCabinetServer> _servers = [];

    public LoopbackCabinets(Corridor corridor)
    {
        foreach (var intersection in corridor.Intersections)
        {
            var server = new EmulatedCabinetServer(StartedUp(intersection), new EmulatedCabinetServerOptions());
            server.Start();
            _servers.Add(intersection.Id, server);
        }

        Corridor = corridor with { Intersections = [.. corridor.Intersections.Select(i => i with { Cabinet = At(i) })] };
    }

    /// <summary>The corridor with the cabinets' addresses.</summary>
    public Corridor Corridor { get; }

    public EmulatedCabinetServer this[string id] => _servers[id];

    public CabinetMode ModeOf(string id) => _servers[id].With(c => c.Mode);

    public bool All(Func<EmulatedCabinet, bool> condition) => _servers.Values.All(s => s.With(condition));

    /// <summary>Copies a corridor file with these cabinets' ports in the order of the file.</summary>
    public void WriteFile(string source, string target)
    {
        var ports = new Queue<int>(Corridor.Intersections.Select(i => i.Cabinet.Port));
        File.WriteAllText(target, CabinetPort().Replace(File.ReadAllText(source), match => match.Groups[1].Value + ports.Dequeue()));
    }

    /// <summary>Takes a cabinet off the network; its sequencer dies with it.</summary>
    public ValueTask RemoveAsync(string id) => _servers[id].DisposeAsync();

    /// <summary>Puts a cabinet, restarted, on the port where it was.</summary>
    public void PutBack(string id)
    {
        var intersection = Corridor.Intersections.Single(i => i.Id == id);
        _servers[id] = new EmulatedCabinetServer(
            StartedUp(intersection), new EmulatedCabinetServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, intersection.Cabinet.Port) });
        _servers[id].Start();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }

    private CabinetEndpoint At(Intersection intersection) =>
        intersection.Cabinet with { Address = "127.0.0.1", Port = _servers[intersection.Id].LocalEndPoint.Port };

    /// <summary>Power-up lies in the past, so that a test need not wait for the first clearances.</summary>
    private static EmulatedCabinet StartedUp(Intersection intersection)
    {
        var cabinet = new EmulatedCabinet(intersection, EmulatedCabinetOptions.Warm, new MemoryEpochStore());
        var now = new Instant(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        for (var at = now - Duration.FromSeconds(60); at < now; at += EmulatedCabinet.Period)
        {
            cabinet.Step(at);
        }

        return cabinet;
    }

    [GeneratedRegex(@"(cabinet: \{[^}]*port: )\d+")]
    private static partial Regex CabinetPort();
}
