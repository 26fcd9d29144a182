using Microsoft.Extensions.Logging;
using Signals.Actors.Links;
using Signals.Controller.Hosting;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Sim.Cabinet;

namespace Signals.Tests.Controller.Hosting;

/// <summary>
/// Emulated cabinets in real time, which live on when the controller does not, and links to them that a test can cut. The links skip the wire: sockets have
/// their own tests.
/// </summary>
public sealed class CabinetYard : ICabinetLinkFactory, IAsyncDisposable
{
    private readonly Dictionary<string, EmulatedCabinetServer> _cabinets;
    private volatile string _cutOff = "";

    public CabinetYard(Corridor corridor)
    {
        _cabinets = corridor.Intersections.ToDictionary(
            i => i.Id, i => new EmulatedCabinetServer(Running(i), new EmulatedCabinetServerOptions()));
        foreach (var cabinet in _cabinets.Values)
        {
            cabinet.Start();
        }
    }

    /// <summary>Id of the one cabinet that cannot be reached now; empty for none.</summary>
    public string CutOff
    {
        get => _cutOff;
        set => _cutOff = value;
    }

    public EmulatedCabinetServer this[string id] => _cabinets[id];

    public CabinetMode ModeOf(string id) => _cabinets[id].With(c => c.Mode);

    public void Check(Intersection intersection)
    {
    }

    public ICabinetLink Create(Intersection intersection, bool claims, TimeProvider time, ILoggerFactory loggers) => new Link(this, intersection.Id, time);

    public async ValueTask DisposeAsync()
    {
        foreach (var cabinet in _cabinets.Values)
        {
            await cabinet.DisposeAsync();
        }
    }

    /// <summary>A cabinet that has started up before the test begins: its first reds last as long as its longest clearance.</summary>
    private static EmulatedCabinet Running(Intersection intersection)
    {
        var cabinet = new EmulatedCabinet(intersection, EmulatedCabinetOptions.Warm, new MemoryEpochStore());
        var now = new Instant(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        for (var at = now - Duration.FromSeconds(40); at < now; at += EmulatedCabinet.Period)
        {
            cabinet.Step(at);
        }

        return cabinet;
    }

    private sealed class Link(CabinetYard yard, string id, TimeProvider time) : ICabinetLink
    {
        private volatile CabinetStatus? _latest;
        private VirtualCabinetLink? _wire;

        public CabinetStatus? Latest => _latest;

        public void Submit(SafeCommand command) => yard._cabinets[id].With(_ => _wire?.Submit(command));

        public void AllowClaim()
        {
        }

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100), time);
            while (!cancellationToken.IsCancellationRequested)
            {
                Exchange();
                try
                {
                    await poll.WaitForNextTickAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    Exchange();
                }
            }
        }

        private void Exchange()
        {
            if (yard.CutOff == id)
            {
                _latest = null;
                return;
            }

            yard._cabinets[id].With(cabinet =>
            {
                _wire ??= new VirtualCabinetLink(cabinet);
                _wire.Exchange(new Instant(time.GetUtcNow().ToUnixTimeMilliseconds()));
                _latest = _wire.Latest;
            });
        }
    }
}
