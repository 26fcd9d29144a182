using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>Why a detector's data are not used. The order is the precedence when several tests fail at once: the lowest value that fails is shown.</summary>
public enum DetectorFault : byte
{
    None = 0,

    /// <summary>The cabinet reports the detector as failed.</summary>
    CabinetFault = 1,

    /// <summary>The sensor itself reports a fault.</summary>
    SensorFault = 2,

    /// <summary>Nothing has been heard of it.</summary>
    Silent = 3,

    /// <summary>Actuated more often than traffic can.</summary>
    Chattering = 4,

    /// <summary>Occupied for longer than any queue stands.</summary>
    StuckOn = 5,

    /// <summary>Heard of, but no actuation where the time of day or a sister sensor says there must have been some.</summary>
    StuckOff = 6,

    /// <summary>Counts differ from what the other sensors of the lane agree on.</summary>
    Contradicting = 7,
}

/// <summary>Health of one detector.</summary>
/// <param name="Fault">Standing fault; <see cref="DetectorFault.None"/> when its data are used.</param>
/// <param name="Degraded">Used, but with less weight: late, declared degraded by the sensor, or in disagreement nobody can settle.</param>
/// <param name="Since">When <paramref name="Fault"/> last changed.</param>
public readonly record struct DetectorHealth(DetectorFault Fault, bool Degraded, Instant Since)
{
    public bool IsUsable => Fault == DetectorFault.None;
}
