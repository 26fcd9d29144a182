using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>Which message a reading came from.</summary>
public enum ReadingKind : byte
{
    /// <summary>A zone became occupied or free.</summary>
    Event = 0,

    /// <summary>Count, occupancy and speed over a closed interval.</summary>
    Interval = 1,

    /// <summary>Presence and cumulative count polled from the cabinet.</summary>
    CabinetInput = 2,

    /// <summary>Every vehicle that the sensor sees in the zone at one instant; an empty list says that it sees none.</summary>
    Objects = 3,
}

/// <summary>What the sensor says of its own data.</summary>
public enum ReadingQuality : byte
{
    Ok = 0,
    Degraded = 1,
    Fault = 2,
    Substituted = 3,
}

/// <summary>
/// One detector datum as the tick consumes it; already mapped from (sensor, lane) to the model's detector. Missing is <see cref="float.NaN"/>, never zero.
/// </summary>
/// <param name="Detector">Index of the detector in the intersection.</param>
/// <param name="Kind">Which fields mean something.</param>
/// <param name="Quality">Sensor's own judgement.</param>
/// <param name="On">Event, cabinet input: occupied.</param>
/// <param name="From">Start of the interval; of an event its own time (sensor clock).</param>
/// <param name="To">End of the interval; of an event its own time.</param>
/// <param name="ReceivedAt">When it reached us.</param>
/// <param name="Count">Vehicles in the interval; of an event, vehicles that completed passage (1 on off-edge).</param>
/// <param name="Occupancy">0–1 over the interval, NaN when unknown.</param>
/// <param name="SpeedKph">Mean speed, NaN when unknown.</param>
public readonly record struct DetectorReading(
    int Detector, ReadingKind Kind, ReadingQuality Quality, bool On, Instant From, Instant To, Instant ReceivedAt, int Count, float Occupancy, float SpeedKph)
{
    /// <summary>Vehicles of an <see cref="ReadingKind.Objects"/> reading, nearest to the stop line first; default for every other kind.</summary>
    public ImmutableArray<VehicleObject> Objects { get; init; }
}
