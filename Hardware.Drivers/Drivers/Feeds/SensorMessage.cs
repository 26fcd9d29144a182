using System.Collections.Immutable;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Drivers.Feeds;

/// <summary>
/// One sensor message, version 1, as parsed: a view on the received bytes that must not outlive them. The schema is <c>sensor-message.schema.json</c>.
/// </summary>
public readonly ref struct SensorMessage
{
    /// <summary>Longest message and datagram, bytes: one Ethernet frame without fragments.</summary>
    public const int MaximumBytes = 1400;

    /// <summary><see cref="ReadingKind.Event"/>, <see cref="ReadingKind.Interval"/> or <see cref="ReadingKind.Objects"/>.</summary>
    public ReadingKind Kind { get; init; }

    /// <summary>Intersection id, ASCII.</summary>
    public ReadOnlySpan<byte> Site { get; init; }

    /// <summary>Sensor name, ASCII.</summary>
    public ReadOnlySpan<byte> Sensor { get; init; }

    /// <summary>Number of the message, rising by 1 for each message of the sensor over all its lanes and kinds.</summary>
    public long Sequence { get; init; }

    /// <summary>Lane (zone) number of the sensor, 0–255.</summary>
    public int Lane { get; init; }

    /// <summary>Interval: its start; event, object list: its time. Sensor clock, UTC.</summary>
    public Instant From { get; init; }

    /// <summary>Interval: its end; event, object list: its time.</summary>
    public Instant To { get; init; }

    /// <summary>Event: zone became occupied (true) or free.</summary>
    public bool On { get; init; }

    /// <summary>Vehicles that completed passage, ≥ 0; −1 = the sensor could not count (fault).</summary>
    public int Count { get; init; }

    /// <summary>0–1, NaN when not given.</summary>
    public float Occupancy { get; init; }

    /// <summary>km/h, NaN when not given.</summary>
    public float SpeedKph { get; init; }

    public ReadingQuality Quality { get; init; }

    /// <summary>Vehicles of an object list; default otherwise.</summary>
    public ImmutableArray<VehicleObject> Objects { get; init; }
}
