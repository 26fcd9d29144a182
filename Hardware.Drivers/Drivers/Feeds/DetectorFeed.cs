using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Drivers.Feeds;

/// <summary>
/// All detector readings on their way to the tick of one intersection: a bounded queue that drops its oldest entry when the tick does not keep up. Any thread may push;
/// one tick drains and never waits.
/// </summary>
public sealed class DetectorFeed : IReadingSource
{
    private readonly Channel<DetectorReading> _waiting;
    private readonly Dictionary<string, SensorEntry>.AlternateLookup<ReadOnlySpan<char>> _sensors;
    private readonly FeedLimits _limits;
    private readonly FeedLog _log;
    private long _droppedReported;

    /// <param name="intersection">Whose detectors; those without a sensor name come from the cabinet.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="time">For the rate limit of the log only.</param>
    /// <param name="logger">Where rejected messages are summed up.</param>
    /// <exception cref="ArgumentOutOfRangeException">Capacity is not 1–4,096.</exception>
    public DetectorFeed(Intersection intersection, FeedLimits limits, TimeProvider time, ILogger<DetectorFeed> logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.Capacity, 4096);
        Site = intersection.Id;
        _limits = limits;
        _log = new FeedLog(logger, time, limits, intersection.Id);
        _waiting = Channel.CreateBounded<DetectorReading>(
            new BoundedChannelOptions(limits.Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Counters.Add(FeedOutcome.Dropped));
        _sensors = intersection.Detectors
            .Where(d => d.Sensor.Length > 0 && d.SensorLane >= 0)
            .GroupBy(d => d.Sensor)
            .ToDictionary(g => g.Key, g => new SensorEntry(g))
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Id of the intersection.</summary>
    public string Site { get; }

    public FeedCounters Counters { get; } = new();

    /// <summary>Maps a message to its detectors and queues it. Thread-safe.</summary>
    /// <returns>What became of it; <see cref="FeedOutcome.Accepted"/> and <see cref="FeedOutcome.Late"/> reach the tick.</returns>
    public FeedOutcome Accept(in SensorMessage message, Instant receivedAt)
    {
        Counters.Add(FeedOutcome.Received);
        if (message.To - receivedAt > _limits.FutureAfter)
        {
            return Reject(FeedOutcome.Future, message.Sensor, "its time is ahead of ours: set the sensor's clock");
        }

        if (receivedAt - message.To > _limits.StaleAfter)
        {
            return Reject(FeedOutcome.Stale, message.Sensor, "it is history: set the sensor's clock, or look for a backlog on the way");
        }

        Span<char> name = stackalloc char[message.Sensor.Length];
        Encoding.ASCII.GetChars(message.Sensor, name);
        if (!_sensors.TryGetValue(name, out var sensor))
        {
            return Reject(FeedOutcome.UnknownSensor, message.Sensor, "no detector of this intersection names it as its sensor");
        }

        if (IsDuplicate(sensor, message))
        {
            return FeedOutcome.Duplicate;
        }

        var detectors = sensor.DetectorsOf(message.Lane);
        if (detectors.IsEmpty)
        {
            return Reject(FeedOutcome.UnknownLane, message.Sensor, "no detector of this intersection has this sensorLane");
        }

        var late = receivedAt - message.To > _limits.LateAfter;
        if (late)
        {
            Counters.Add(FeedOutcome.Late);
            _log.Note(FeedOutcome.Late, message.Sensor, "used with less weight");
        }

        Counters.Add(FeedOutcome.Accepted);
        foreach (var detector in detectors)
        {
            Push(new DetectorReading(
                detector, message.Kind, message.Quality, message.On, message.From, message.To, receivedAt, message.Count, message.Occupancy, message.SpeedKph)
            {
                Objects = message.Objects,
            });
        }

        return late ? FeedOutcome.Late : FeedOutcome.Accepted;
    }

    /// <summary>Queues a reading that is mapped already (cabinet inputs). Thread-safe, never blocks; the oldest waiting one goes when the queue is full.</summary>
    public void Push(in DetectorReading reading) => _waiting.Writer.TryWrite(reading);

    /// <summary>Takes what waits, oldest first. Never blocks. One reader at a time.</summary>
    /// <returns>How many were written to <paramref name="into"/>; the rest stays for the next tick.</returns>
    public int Drain(Span<DetectorReading> into)
    {
        var count = 0;
        while (count < into.Length && _waiting.Reader.TryRead(out into[count]))
        {
            count++;
        }

        return count;
    }

    /// <summary>Readings dropped since the last call, for the tick's record.</summary>
    public int TakeDropped()
    {
        var total = Counters[FeedOutcome.Dropped];
        var since = total - _droppedReported;
        _droppedReported = total;
        return (int)Math.Min(since, int.MaxValue);
    }

    /// <summary>Counts a message for this site that did not even parse.</summary>
    internal void CountMalformed(ReadOnlySpan<byte> sensor, string fault)
    {
        Counters.Add(FeedOutcome.Received);
        Reject(FeedOutcome.Malformed, sensor, fault);
    }

    private bool IsDuplicate(SensorEntry sensor, in SensorMessage message)
    {
        switch (sensor.Take(message.Sequence, message.To, out var missing))
        {
            case SequenceVerdict.Duplicate:
                Counters.Add(FeedOutcome.Duplicate);
                return true;
            case SequenceVerdict.Gap:
                Counters.Add(FeedOutcome.Gap, missing);
                _log.Note(FeedOutcome.Gap, message.Sensor, "messages are missing in its sequence");
                return false;
            case SequenceVerdict.Reordered:
                Counters.Add(FeedOutcome.Reordered);
                return false;
            case SequenceVerdict.Reset:
                Counters.Add(FeedOutcome.SequenceReset);
                _log.Note(FeedOutcome.SequenceReset, message.Sensor, "it began its sequence anew");
                return false;
            default:
                return false;
        }
    }

    private FeedOutcome Reject(FeedOutcome reason, ReadOnlySpan<byte> sensor, string explanation)
    {
        Counters.Add(reason);
        _log.Note(reason, sensor, explanation);
        return reason;
    }
}
