namespace Signals.Sim.Cabinet.Monitor;

/// <summary>What the monitor can find wrong with the lamps.</summary>
public enum FindingKind : byte
{
    /// <summary>Two channels that are not permissive together have right of way.</summary>
    Conflict = 0,

    /// <summary>No lamp on a channel.</summary>
    RedFail = 1,

    /// <summary>Two lamps of one channel that exclude each other.</summary>
    DualIndication = 2,
    ShortYellow = 3,

    /// <summary>A conflicting channel started before yellow and red clearance were over.</summary>
    ShortIntergreen = 4,
    ShortGreen = 5,
    ShortWalk = 6,
    ShortPedestrianClearance = 7,

    /// <summary>Every head is out.</summary>
    Dark = 8,

    /// <summary>Green or walk while the flash transfer relay is on.</summary>
    GreenInFlash = 9,
}

/// <summary>One finding. The monitor keeps the first of them in full and counts all.</summary>
/// <param name="Kind">What.</param>
/// <param name="AtMs">Monitor time.</param>
/// <param name="Channel">Channel (group index) concerned; −1 when all are.</param>
/// <param name="Other">The other channel of a conflict or intergreen; −1 otherwise.</param>
/// <param name="MeasuredMs">Length seen; 0 where a length says nothing.</param>
/// <param name="RequiredMs">Length required by the program card.</param>
public readonly record struct MonitorFinding(FindingKind Kind, long AtMs, int Channel, int Other, long MeasuredMs, long RequiredMs)
{
    public override string ToString() => Other >= 0
        ? $"{Kind} at {AtMs} ms: channels {Channel} and {Other}, {MeasuredMs} ms of {RequiredMs} ms"
        : $"{Kind} at {AtMs} ms: channel {Channel}, {MeasuredMs} ms of {RequiredMs} ms";
}
