using System.Net;
using System.Net.Sockets;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Drivers.Feeds;

namespace Signals.Benchmarks.Latency;

/// <summary>
/// Sensors of all intersections over UDP: an interval message a second from every lane of every sensor, so that the adaptive rung stands, and about once a second per intersection a marked event, at times that have
/// nothing to do with the tick grid. Seeded.
/// </summary>
internal sealed class SensorLoad : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Random _random = new(20261123);
    private readonly Source[] _sources;
    private readonly Lane[] _lanes;

    /// <param name="corridor">Intersections.</param>
    /// <param name="probes">Their probes.</param>
    /// <param name="to">The controller's UDP port.</param>
    public SensorLoad(Corridor corridor, IReadOnlyDictionary<string, Probe> probes, IPEndPoint to)
    {
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, to.Port));
        _sources = [.. corridor.Intersections.Where(i => probes[i.Id].IsUsable).Select(i => new Source(i, probes[i.Id]))];
        _lanes = [.. _sources.SelectMany(s => s.Lanes)];
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
                for (due += 0.002 * _lanes.Length; due >= 1; due--)
                {
                    Send(_lanes[next++ % _lanes.Length].Interval());
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

    private sealed class Source : IDisposable
    {
        private readonly Dictionary<string, SensorMessageWriter> _writers;
        private bool _on;

        public Source(Intersection intersection, Probe probe)
        {
            Probe = probe;
            _writers = intersection.Detectors.Where(d => d.Sensor.Length > 0).Select(d => d.Sensor).Distinct()
                .ToDictionary(s => s, s => new SensorMessageWriter(intersection.Id, s));
            Lanes = [.. intersection.Detectors.Where(d => d.Sensor.Length > 0).Select(d => (d.Sensor, d.SensorLane)).Distinct()
                .Select(l => new Lane(_writers[l.Sensor], l.SensorLane))];
        }

        public Probe Probe { get; }

        public IReadOnlyList<Lane> Lanes { get; }

        public ReadOnlyMemory<byte> Event()
        {
            _on = !_on;
            return _writers[Probe.Detector!.Sensor].Event(Probe.Detector.SensorLane, Lane.Now, _on);
        }

        public void Dispose()
        {
            foreach (var writer in _writers.Values)
            {
                writer.Dispose();
            }
        }
    }

    /// <summary>One lane of one sensor.</summary>
    private sealed record Lane(SensorMessageWriter Writer, int Number)
    {
        public static Instant Now => new(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

        public ReadOnlyMemory<byte> Interval() => Writer.Interval(Number, Now - Duration.FromSeconds(1), Now, 1, 0.2f, 45);
    }
}
