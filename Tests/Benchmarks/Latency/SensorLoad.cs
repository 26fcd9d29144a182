using System.Net;
using System.Net.Sockets;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Drivers.Feeds;

namespace Signals.Benchmarks.Latency;

/// <summary>
/// Sensors of all intersections over UDP: a steady stream of interval messages as load, and about once a second per intersection a marked event, at times that have
/// nothing to do with the tick grid. Seeded.
/// </summary>
internal sealed class SensorLoad : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Random _random = new(20261123);
    private readonly Source[] _sources;
    private readonly int _perSecond;

    /// <param name="corridor">Intersections.</param>
    /// <param name="probes">Their probes.</param>
    /// <param name="to">The controller's UDP port.</param>
    /// <param name="perSecond">Interval messages a second and intersection.</param>
    public SensorLoad(Corridor corridor, IReadOnlyDictionary<string, Probe> probes, IPEndPoint to, int perSecond)
    {
        _perSecond = perSecond;
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, to.Port));
        _sources = [.. corridor.Intersections.Where(i => probes[i.Id].IsUsable).Select(i => new Source(i, probes[i.Id]))];
    }

    public long Sent { get; private set; }

    public int Measured => _sources.Length;

    /// <summary>Sends until cancelled, in turns of 2 ms.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var turn = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        var due = 0.0;
        var next = 0;
        try
        {
            while (await turn.WaitForNextTickAsync(cancellationToken))
            {
                for (due += 0.002 * _perSecond * _sources.Length; due >= 1; due--)
                {
                    Send(_sources[next++ % _sources.Length].Interval());
                }

                MarkSome();
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }

    /// <summary>Each intersection with probability 1/500 a turn, when its last mark has been answered.</summary>
    private void MarkSome()
    {
        foreach (var source in _sources)
        {
            if (source.Probe.IsIdle && _random.Next(500) == 0)
            {
                source.Probe.Sending();
                Send(source.Event());
            }
        }
    }

    private void Send(ReadOnlyMemory<byte> message)
    {
        _socket.Send(message.Span);
        Sent++;
    }

    private sealed class Source(Intersection intersection, Probe probe) : IDisposable
    {
        private readonly SensorMessageWriter _writer = new(intersection.Id, probe.Detector!.Sensor);
        private bool _on;

        public Probe Probe { get; } = probe;

        private static Instant Now => new(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

        public ReadOnlyMemory<byte> Interval() => _writer.Interval(Probe.Detector!.SensorLane, Now - Duration.FromSeconds(1), Now, 1, 0.2f, 45);

        public ReadOnlyMemory<byte> Event()
        {
            _on = !_on;
            return _writer.Event(Probe.Detector!.SensorLane, Now, _on);
        }

        public void Dispose() => _writer.Dispose();
    }
}
