using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Drivers.Feeds;

/// <summary>
/// Turns what the cabinet reports of its own inputs into readings, for the detectors that no sensor names. Sends at every change, and once a second to show that the input
/// lives; when the cabinet is not heard of, it says nothing and the detectors fall silent. Called by one thread, the cabinet link's.
/// </summary>
public sealed class CabinetInputFeed
{
    /// <summary>Life sign of an input that does not change.</summary>
    private static readonly Duration KeepAlive = Duration.FromSeconds(1);

    /// <summary>More vehicles than this in a second of one channel is not traffic but a counter that began anew.</summary>
    private const double BelievablePerSecond = 3;
    private const int BelievableAtOnce = 10;

    private readonly DetectorFeed _feed;
    private readonly Input[] _inputs;
    private Instant? _last;

    public CabinetInputFeed(Intersection intersection, DetectorFeed feed)
    {
        _feed = feed;
        _inputs = [.. intersection.Detectors.Where(d => d.Sensor.Length == 0).Select(d => new Input(d))];
    }

    /// <summary>Counters that jumped by more than traffic can: the cabinet restarted.</summary>
    public long CounterResets { get; private set; }

    /// <summary>Takes one status in; a status that is not newer than the last one is ignored.</summary>
    public void Take(CabinetStatus status)
    {
        if (_last is { } last && status.ReceivedAt <= last)
        {
            return;
        }

        var seconds = _last is { } before ? (status.ReceivedAt - before).TotalSeconds : 0;
        foreach (var input in _inputs)
        {
            Take(input, status, seconds);
        }

        _last = status.ReceivedAt;
    }

    private void Take(Input input, CabinetStatus status, double seconds)
    {
        var bit = 1UL << (input.Detector.Channel - 1);
        var on = (status.Presence & bit) != 0;
        var fault = (status.DetectorFaults & bit) != 0;
        var count = Passed(input, status, seconds);
        if (input.Detector.Role == DetectorRole.Button)
        {
            // The cabinet latches a press until walk; only its beginning is a press.
            var call = (status.PedestrianCalls & bit) != 0;
            count = call && !input.Call && !on ? Math.Max(1, count) : count;
            input.Call = call;
        }

        var changed = on != input.On || fault != input.Fault || count > 0;
        if (!changed && input.SentAt is { } sent && status.ReceivedAt - sent < KeepAlive)
        {
            return;
        }

        input.On = on;
        input.Fault = fault;
        input.SentAt = status.ReceivedAt;
        _feed.Push(new DetectorReading(
            input.Detector.Index, ReadingKind.CabinetInput, fault ? ReadingQuality.Fault : ReadingQuality.Ok, on,
            status.ReceivedAt, status.ReceivedAt, status.ReceivedAt, count, float.NaN, float.NaN));
    }

    /// <summary>Vehicles since the last status: from the cumulative count, wrap-safe; where the cabinet has none, one for each end of presence.</summary>
    private int Passed(Input input, CabinetStatus status, double seconds)
    {
        var channel = input.Detector.Channel - 1;
        if (channel >= status.DetectorCounts.Length)
        {
            return input.On && (status.Presence >> channel & 1) == 0 ? 1 : 0;
        }

        var total = status.DetectorCounts[channel];
        var passed = input.Total is { } before ? unchecked((ushort)(total - before)) : 0;
        input.Total = total;
        if (passed <= BelievableAtOnce + BelievablePerSecond * seconds)
        {
            return passed;
        }

        CounterResets++;
        return 0;
    }

    private sealed class Input(Detector detector)
    {
        public Detector Detector { get; } = detector;

        public bool On { get; set; }

        public bool Fault { get; set; }

        public bool Call { get; set; }

        public ushort? Total { get; set; }

        public Instant? SentAt { get; set; }
    }
}
