using System.Net;
using Signals.Controller.Configuration;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Sim.Commands;

namespace Signals.Benchmarks.Latency;

/// <summary>The example corridor's intersections, repeated, each with its own emulated cabinet behind Modbus/TCP on loopback.</summary>
internal sealed class ManyIntersections : IAsyncDisposable
{
    private readonly EmulatedCabinetServer[] _servers;

    public ManyIntersections(int count)
    {
        var path = CorridorPath.FindExample(Environment.CurrentDirectory, AppContext.BaseDirectory).FullName;
        var example = CorridorFile.Load(path).Corridor ?? throw new InvalidDataException($"{path} has errors: run 'controller check'");
        Intersection[] copies = [.. Enumerable.Range(0, count).Select(n => Copy(example.Intersections[n % example.Intersections.Length], n))];
        _servers = [.. copies.Select(Serve)];
        Corridor = example with
        {
            Links = [],
            Intersections = [.. copies.Select((c, n) => c with { Cabinet = c.Cabinet with { Address = "127.0.0.1", Port = _servers[n].LocalEndPoint.Port } })],
        };
    }

    public Corridor Corridor { get; }

    /// <summary>Cabinets whose monitor has tripped: must stay zero.</summary>
    public int Tripped => _servers.Count(s => s.With(c => c.Monitor.IsTripped));

    /// <summary>Frames that cabinets rejected.</summary>
    public int Rejected => _servers.Sum(s => s.With(c => c.Authority.RejectCount));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private static Intersection Copy(Intersection intersection, int number) => intersection with
    {
        Id = $"{intersection.Id}-{number}", Device = number + 1,
    };

    private static EmulatedCabinetServer Serve(Intersection intersection)
    {
        var cabinet = new EmulatedCabinet(intersection, EmulatedCabinetOptions.Warm, new MemoryEpochStore());
        var now = new Instant(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        for (var at = now - Duration.FromSeconds(60); at < now; at += EmulatedCabinet.Period)
        {
            cabinet.Step(at);
        }

        var server = new EmulatedCabinetServer(cabinet, new EmulatedCabinetServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
        server.Start();
        return server;
    }
}
