using Signals.Core.Units;

namespace Signals.Sim.Sensors;

/// <summary>Ways in which a detector fails.</summary>
public enum SensorFaultKind : byte
{
    /// <summary>Sends nothing at all.</summary>
    Silent = 0,

    /// <summary>Reports occupied for ever.</summary>
    StuckOn = 1,

    /// <summary>Goes on reporting, but never a vehicle.</summary>
    StuckOff = 2,

    /// <summary>Switches on and off twice a second.</summary>
    Chatter = 3,
}

/// <summary>A failure to be put into a run.</summary>
/// <param name="Target">Id of a detector, or name of a sensor, all of whose zones then fail.</param>
/// <param name="From">First instant of the failure.</param>
/// <param name="To">End of it.</param>
public sealed record SensorFault(string Target, SensorFaultKind Kind, Instant From, Instant To);
