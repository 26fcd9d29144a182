using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Signals.Actors.Links;
using Signals.Controller.Hosting;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Drivers.Cabinet;
using Signals.Modbus;
using Signals.Modbus.Client;

namespace Signals.Benchmarks.Latency;

/// <summary>The product's driver, with a stop-watch at the acknowledgement of each command.</summary>
internal sealed class MeasuredCabinets(IReadOnlyDictionary<string, Probe> probes) : ICabinetLinkFactory
{
    private readonly ConcurrentBag<CabinetDriver> _drivers = [];

    /// <summary>Exchanges without a usable answer, over all links.</summary>
    public long Failures => _drivers.Sum(d => d.Statistics.Failures);

    /// <summary>Links by the reason of their last rejected command.</summary>
    public Dictionary<string, int> Rejects =>
        _drivers.Where(d => d.Statistics.Rejected > 0).GroupBy(d => d.Statistics.LastReject.ToString()).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>Submitted commands that links dropped as too old or not permitted.</summary>
    public long Stale => _drivers.Sum(d => d.Statistics.Stale);

    /// <summary>Median over the links of a round trip's 50th and 99th percentile, ms.</summary>
    public (double P50, double P99) RoundTrip
    {
        get
        {
            double Median(double percent) => _drivers.Select(d => d.RoundTrips.Percentile(percent)).Order().ElementAt(_drivers.Count / 2);
            return (Median(50), Median(99));
        }
    }

    public void Check(Intersection intersection)
    {
    }

    public ICabinetLink Create(Intersection intersection, bool claims, TimeProvider time, ILoggerFactory loggers)
    {
        var master = ModbusFactory.CreateTcpMaster(intersection.Cabinet.Address, intersection.Cabinet.Port);
        var native = new NativeProtocol(intersection, SafetyTable.Compile(intersection), intersection.Cabinet.UnitId, ownerId: 1);
        var driver = new CabinetDriver(master, new Measured(native, probes[intersection.Id]), timeProvider: time);
        _drivers.Add(driver);
        return new ModbusCabinetLink(intersection.Id, master, driver, loggers.CreateLogger<MeasuredCabinets>());
    }

    private sealed class Measured(ICabinetProtocol native, Probe probe) : ICabinetProtocol
    {
        public Task IdentifyAsync(IModbusMaster master, CancellationToken cancellationToken) => native.IdentifyAsync(master, cancellationToken);

        public Task<CabinetStatus> PollAsync(IModbusMaster master, uint epoch, TimeProvider time, CancellationToken cancellationToken) =>
            native.PollAsync(master, epoch, time, cancellationToken);

        public async Task<CommandResult> CommandAsync(
            IModbusMaster master, SafeCommand command, CommandKind kind, uint epoch, ushort seq, TimeProvider time, CancellationToken cancellationToken)
        {
            var result = await native.CommandAsync(master, command, kind, epoch, seq, time, cancellationToken).ConfigureAwait(false);
            if (result.Outcome == RejectCode.None)
            {
                probe.Acknowledged(command.DecidedFor, time);
            }
            else
            {
                probe.Rejected();
            }

            return result;
        }

        public Task<bool> ClaimAsync(IModbusMaster master, uint epoch, CancellationToken cancellationToken) => native.ClaimAsync(master, epoch, cancellationToken);
    }
}
