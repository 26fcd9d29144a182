using System.Collections.Immutable;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Sim.Sensors;

/// <summary>The kinds of message that sensors send.</summary>
public enum ObservationKind : byte
{
    /// <summary>A zone became occupied or free.</summary>
    Event = 0,

    /// <summary>Counts over one second.</summary>
    Interval = 1,

    /// <summary>Every vehicle in the zone.</summary>
    Objects = 2,
}

/// <summary>What an emulated sensor has to say; putting it on a wire is the sender's business.</summary>
/// <param name="Sensor">Name of the sensor; empty for a detector that is only wired to the cabinet.</param>
/// <param name="SensorLane">Lane number in the sensor's messages.</param>
/// <param name="DetectorIndex">Index of the detector in its intersection.</param>
/// <param name="On">Event: the zone became occupied. Interval: it is occupied at the end.</param>
/// <param name="From">Event: when it happened, by the sensor's clock. Interval: its start.</param>
/// <param name="To">Event: same as <paramref name="From"/>. Interval: its end.</param>
/// <param name="Count">Vehicles that entered; an event counts 1 when on, 0 when off.</param>
/// <param name="Occupancy">Share of the interval for which the zone was occupied, 0–1; 0 for events.</param>
/// <param name="SpeedKph">Mean speed of the counted vehicles; NaN when none was counted or the sensor measures none.</param>
/// <param name="EmittedAt">When the message leaves the sensor: after its processing time.</param>
public readonly record struct SensorObservation(
    string Sensor, int SensorLane, int DetectorIndex, ObservationKind Kind, bool On, Instant From, Instant To, int Count, double Occupancy,
    double SpeedKph, Instant EmittedAt)
{
    /// <summary>Vehicles of an object list; default otherwise.</summary>
    public ImmutableArray<VehicleObject> Objects { get; init; }
}
