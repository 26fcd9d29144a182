using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;

namespace Signals.Drivers.Cabinet.Profiles;

/// <summary>What a cabinet speaks.</summary>
public enum CabinetProtocolKind : byte
{
    /// <summary>The register map of <c>hardware.md</c>.</summary>
    Native = 0,

    /// <summary>A vendor's map that takes stage requests under a heartbeat; addresses and codes are in the profile.</summary>
    Stage = 1,
}

/// <summary>Table of a register.</summary>
public enum RegisterTable : byte
{
    /// <summary>Function 4.</summary>
    Input = 0,

    /// <summary>Function 3.</summary>
    Holding = 1,
}

/// <summary>A cabinet's register map as data. Immutable; <see cref="DeviceProfiles"/> reads and checks it.</summary>
/// <param name="Name">Name that corridor files use.</param>
/// <param name="Protocol">Which verbs the map supports.</param>
/// <param name="Description">For people.</param>
/// <param name="Identity">Registers that must hold a fixed value before anything is commanded.</param>
/// <param name="Status">Where the status is; required for <see cref="CabinetProtocolKind.Stage"/>.</param>
/// <param name="Command">Where commands go; required for <see cref="CabinetProtocolKind.Stage"/>.</param>
public sealed record DeviceProfile(
    string Name, CabinetProtocolKind Protocol, string? Description = null, IReadOnlyList<IdentityRegister>? Identity = null,
    StageStatusMap? Status = null, StageCommandMap? Command = null)
{
    /// <summary>The protocol for one cabinet.</summary>
    /// <param name="ownerId">Shown in the cabinet, for logs.</param>
    /// <exception cref="CabinetMismatchException">The intersection cannot be controlled through this map.</exception>
    public ICabinetProtocol CreateProtocol(Intersection intersection, SafetyTable table, ushort ownerId) => Protocol switch
    {
        CabinetProtocolKind.Native => new NativeProtocol(intersection, table, intersection.Cabinet.UnitId, ownerId),
        _ => new StageProtocol(this, intersection, table),
    };
}

/// <summary>One register with a known value.</summary>
public sealed record IdentityRegister(string Name, RegisterTable Table, ushort Address, ushort Value);

/// <summary>Status block of a stage cabinet. Members without a unit are offsets from <paramref name="Start"/>.</summary>
/// <param name="Modes">Vendor's mode code to ours.</param>
/// <param name="Green">Value of the stage-state register while the stage is green.</param>
/// <param name="Clearing">Its value while the stage's groups are in yellow and red clearance.</param>
/// <param name="TimeUnitMs">Unit of the time-in-state register.</param>
/// <param name="InputBits">Bit of the inputs register to cabinet input.</param>
/// <param name="Presence">Offset of the presence bits, channel 1 in the lowest bit of the first register; null when there are none.</param>
public sealed record StageStatusMap(
    RegisterTable Table, ushort Start, ushort Length, int Heartbeat, int Mode, IReadOnlyDictionary<int, CabinetMode> Modes, int Stage, int StageState,
    ushort Green, ushort Clearing, int TimeInState, int TimeUnitMs, int? Inputs = null, IReadOnlyDictionary<int, CabinetInputs>? InputBits = null,
    int? Presence = null, int PresenceRegisters = 0);

/// <summary>Command block of a stage cabinet, written whole by function 16. Offsets from <paramref name="Start"/>.</summary>
/// <param name="Heartbeat">Counts up with every write; the cabinet's watchdog looks at it.</param>
/// <param name="Release">Stage value that gives control back.</param>
/// <param name="WatchdogMs">The cabinet takes itself back this long after the last heartbeat.</param>
/// <param name="AllRed">Stage value for all red; null when the device has none.</param>
public sealed record StageCommandMap(ushort Start, ushort Length, int Stage, int Heartbeat, ushort Release, int WatchdogMs, ushort? AllRed = null);
