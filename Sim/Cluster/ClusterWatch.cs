using System.Collections.Immutable;
using System.Diagnostics;
using Signals.Core.Ports;

namespace Signals.Sim.Cluster;

/// <summary>Looks at every cabinet fifty times a second: how long it was without remote control, and what it ran meanwhile.</summary>
public sealed class ClusterWatch(ImmutableArray<ClusterCabinet> cabinets)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly long[] _lostAt = new long[cabinets.Length];
    private readonly TimeSpan[] _worst = new TimeSpan[cabinets.Length];
    private readonly HashSet<CabinetMode> _meanwhile = [];

    /// <summary>Begins anew.</summary>
    public void Mark()
    {
        lock (_gate)
        {
            Array.Clear(_lostAt);
            Array.Clear(_worst);
            _meanwhile.Clear();
        }
    }

    /// <summary>Longest time without remote control since the mark, of the cabinets that are asked for; and what they ran.</summary>
    public (TimeSpan Worst, ImmutableArray<CabinetMode> Meanwhile) Read()
    {
        lock (_gate)
        {
            var standing = _lostAt.Where(at => at != 0).Select(at => Stopwatch.GetElapsedTime(at));
            return (_worst.Concat(standing).Max(), [.. _meanwhile.Order()]);
        }
    }

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // The way it ends.
        }
    }

    private void Look()
    {
        for (var i = 0; i < cabinets.Length; i++)
        {
            var mode = cabinets[i].Mode;
            lock (_gate)
            {
                if (mode != CabinetMode.Remote)
                {
                    _meanwhile.Add(mode);
                    _lostAt[i] = _lostAt[i] == 0 ? Stopwatch.GetTimestamp() : _lostAt[i];
                }
                else if (_lostAt[i] != 0)
                {
                    var gap = Stopwatch.GetElapsedTime(_lostAt[i]);
                    _worst[i] = gap > _worst[i] ? gap : _worst[i];
                    _lostAt[i] = 0;
                }
            }
        }
    }
}
