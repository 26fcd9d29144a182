using System.Collections.Immutable;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Core.Ports;

/// <summary>Who is in charge of the cabinet; values of the register map.</summary>
public enum CabinetMode : byte
{
    StartUp = 0,
    LocalTimeOfDay = 1,
    LocalActuated = 2,
    Remote = 3,
    Manual = 4,
    Police = 5,
    Preempt = 6,
    AllRed = 7,
    CommandedFlash = 8,
    FaultFlash = 9,
    Dark = 10,
}

/// <summary>Why a cabinet refused a command frame; values of the register map.</summary>
public enum RejectCode : ushort
{
    None = 0,
    BadMagic = 1,
    BadCrc = 2,
    PartialFrame = 3,
    OldSequence = 4,
    BadLease = 5,
    ConfigMismatch = 6,
    NotInControl = 7,
    UnknownCommand = 8,
    BadApplyAt = 9,
    StaleEpoch = 0x10,
    EpochNotNext = 0x11,
    Conflict = 0x20,
    UnknownGroup = 0x21,
    UnknownStage = 0x22,
    ShortMinimum = 0x23,
    UnknownPlan = 0x24,
}

/// <summary>Switches and inputs on the cabinet; bits of register block E.</summary>
[Flags]
public enum CabinetInputs : uint
{
    None = 0,
    DoorOpen = 1,
    FlashSwitch = 2,
    PolicePanel = 4,
    ManualEnable = 8,
    IntervalAdvance = 16,
    StopTime = 32,
    OnBattery = 64,
    MainsFail = 128,
}

/// <summary>Findings of the cabinet's monitor; bits of register block F.</summary>
[Flags]
public enum MonitorFaults : ushort
{
    None = 0,
    Conflict = 1,
    RedFail = 2,
    DualIndication = 4,
    ShortClearance = 8,
    ControllerVoltage = 16,
    SupplyVoltage = 32,
    Port1 = 64,
    LocalFlash = 128,
}

/// <summary>One consistent reading of a cabinet. Immutable.</summary>
/// <param name="ReceivedAt">When it was read, on the control time line.</param>
/// <param name="Mode">Who is in charge.</param>
/// <param name="SafetyConfigHash">Fingerprint of the cabinet's safety configuration.</param>
/// <param name="Epoch">Fencing epoch that the cabinet accepts.</param>
/// <param name="IsOurs">True when that epoch was claimed by the link that read this.</param>
/// <param name="AppliedSequence">Sequence of the last applied command of that epoch.</param>
/// <param name="LastReject">Why the last rejected command was rejected.</param>
/// <param name="LeaseRemaining">Time until the cabinet takes itself back.</param>
/// <param name="Groups">One entry a signal group.</param>
/// <param name="Presence">Bit channel − 1: detector occupied.</param>
/// <param name="DetectorFaults">Bit channel − 1: cabinet reports the detector as failed.</param>
/// <param name="PedestrianCalls">Bit channel − 1: button call latched in the cabinet.</param>
/// <param name="Inputs">Front panel and cabinet inputs.</param>
/// <param name="Preempts">Bit n: pre-emption input n + 1 active.</param>
/// <param name="Monitor">Standing monitor faults.</param>
/// <param name="Heartbeat">Cabinet's own 100 ms counter.</param>
public sealed record CabinetStatus(
    Instant ReceivedAt,
    CabinetMode Mode,
    uint SafetyConfigHash,
    uint Epoch,
    bool IsOurs,
    ushort AppliedSequence,
    RejectCode LastReject,
    Duration LeaseRemaining,
    ImmutableArray<GroupStatus> Groups,
    ulong Presence,
    ulong DetectorFaults,
    ulong PedestrianCalls,
    CabinetInputs Inputs,
    byte Preempts,
    MonitorFaults Monitor,
    ushort Heartbeat)
{
    /// <summary>
    /// Cumulative vehicle count (button presses) of channel i + 1, wrapping at 65,536: deltas survive lost polls. Empty when the cabinet's profile has none.
    /// </summary>
    public ImmutableArray<ushort> DetectorCounts { get; init; } = [];

    /// <summary>
    /// True when the cabinet would serve a remote command: it runs under us already or on its local plan, no person, pre-emption or
    /// monitor has it, and our epoch is the current one.
    /// </summary>
    public bool AcceptsRemote =>
        IsOurs
        && Monitor == MonitorFaults.None
        && Mode is CabinetMode.Remote or CabinetMode.LocalTimeOfDay or CabinetMode.LocalActuated
        && (Inputs & (CabinetInputs.FlashSwitch | CabinetInputs.PolicePanel | CabinetInputs.ManualEnable | CabinetInputs.StopTime)) == 0
        && Preempts == 0;
}
