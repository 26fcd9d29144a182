namespace Signals.Core.Measures;

/// <summary>
/// Indiana enumeration (values fixed by the standard) and, from 20000, our own events. ATSPM v5 stores codes as signed 16-bit, so ours stay
/// below 32767; none of ours is ever exported to a <c>.dat</c> file.
/// </summary>
public enum EventCode : short
{
    PhaseOn = 0,
    BeginGreen = 1,
    PhaseCheck = 2,
    MinComplete = 3,
    GapOut = 4,
    MaxOut = 5,
    ForceOff = 6,
    GreenTermination = 7,
    BeginYellow = 8,
    EndYellow = 9,
    BeginRedClearance = 10,
    EndRedClearance = 11,
    PhaseInactive = 12,
    BeginWalk = 21,
    BeginPedestrianClearance = 22,
    BeginDontWalk = 23,
    PedestrianDark = 24,
    BarrierTermination = 31,
    HoldOn = 41,
    HoldReleased = 42,
    VehicleCallRegistered = 43,
    VehicleCallDropped = 44,
    PedestrianCallRegistered = 45,
    OverlapBeginGreen = 61,
    OverlapBeginYellow = 63,
    OverlapBeginRedClearance = 64,
    OverlapOff = 65,
    DetectorOff = 81,
    DetectorOn = 82,
    DetectorRestored = 83,
    DetectorFaultOther = 84,
    DetectorFaultWatchdog = 85,
    DetectorFaultOpen = 86,
    DetectorFaultShort = 87,
    DetectorFaultExcessiveChange = 88,
    PedestrianDetectorOff = 89,
    PedestrianDetectorOn = 90,
    PedestrianDetectorFailed = 91,
    PedestrianDetectorRestored = 92,
    PreemptCallOn = 102,
    PreemptCallOff = 104,
    PreemptEntryStarted = 105,
    CoordPatternChange = 131,
    CycleLengthChange = 132,
    OffsetChange = 133,

    /// <summary>Split of phase 1; phase n is 133 + n.</summary>
    Split1Change = 134,
    CoordState = 150,
    CoordPhaseYield = 151,
    CoordPhaseBegin = 152,
    UnitControlStatus = 155,
    UnitFlashStatus = 173,
    ManualControlEnable = 178,
    PowerFailure = 182,
    PowerRestored = 184,

    /// <summary>Ladder moved; parameter = new <see cref="Model.ControlLevel"/> + 16 × cause.</summary>
    ControlLevelChange = 20000,

    /// <summary>Link to the cabinet lost (0) or found (1).</summary>
    CabinetLink = 20001,

    /// <summary>Governor refused an intent; parameter = <see cref="Safety.Refusal"/>.</summary>
    IntentRefused = 20002,

    /// <summary>Cabinet rejected a command; parameter = <see cref="Ports.RejectCode"/>.</summary>
    CommandRejected = 20003,

    /// <summary>Epoch changed; parameter = low 15 bits of the epoch.</summary>
    EpochChange = 20004,

    /// <summary>Ticks were missed; parameter = how many (capped at 32767).</summary>
    TicksMissed = 20005,

    /// <summary>Sensor readings dropped by the bounded feed; parameter = how many (capped).</summary>
    ReadingsDropped = 20006,

    /// <summary>
    /// Authority lost to manual, police, pre-emption, flash, monitor or another owner; parameter = <see cref="Ports.CabinetMode"/> as first seen without it, which
    /// may still be the old one.
    /// </summary>
    AuthorityLost = 20007,

    /// <summary>Authority gained, by the first claim or again; parameter = 0.</summary>
    AuthorityRegained = 20008,

    /// <summary>A call waited longer than its bound and was forced; parameter = group.</summary>
    MaxWaitForced = 20009,

    /// <summary>Monitor fault bits changed; parameter = <see cref="Ports.MonitorFaults"/>.</summary>
    MonitorFault = 20010,

    /// <summary>Detector data substituted; parameter = channel.</summary>
    DetectorSubstituted = 20011,

    /// <summary>The cabinet went from remote to its local plan: the lease expired or was released; parameter = 0.</summary>
    LeaseExpired = 20012,

    /// <summary>Forecasts come from another source; parameter = worst <see cref="Ports.ForecastSource"/> + 16 × cause (0 none, 1 no model, 2 failed, 3 late, 4 stale, 5 invalid, 6 inputs, 7 errors, 8 coverage, 9 configured).</summary>
    ForecastSource = 20013,
}
