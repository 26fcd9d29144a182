using Signals.Core.Model;
using Signals.Sim.Cabinet;

namespace Signals.Sim.Replay;

/// <summary>One emulated cabinet per recorded signal, on free loopback ports, and the corridor that points at them.</summary>
internal sealed class ReplayCabinets : IAsyncDisposable
{
    private readonly Dictionary<string, EmulatedCabinetServer> _servers = [];

    public ReplayCabinets(Corridor corridor, TimeProvider time)
    {
        foreach (var intersection in corridor.Intersections)
        {
            var cabinet = new EmulatedCabinet(intersection, EmulatedCabinetOptions.Default, new MemoryEpochStore());
            var server = new EmulatedCabinetServer(cabinet, new EmulatedCabinetServerOptions(), time);
            server.Start();
            _servers.Add(intersection.Id, server);
        }

        Corridor = corridor with { Intersections = [.. corridor.Intersections.Select(AtItsPort)] };
    }

    public Corridor Corridor { get; }

    public int FindingsOf(string intersection) => _servers[intersection].With(cabinet => (int)cabinet.Monitor.Findings.Total);

    public int RejectsOf(string intersection) => _servers[intersection].With(cabinet => (int)cabinet.Authority.RejectCount);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Intersection AtItsPort(Intersection intersection) =>
        intersection with { Cabinet = intersection.Cabinet with { Port = _servers[intersection.Id].LocalEndPoint.Port } };
}
