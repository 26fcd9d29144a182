namespace Signals.Drivers.Cabinet;

/// <summary>Why the cabinet is in its mode; values of the register map.</summary>
public enum ModeReason : ushort
{
    None = 0,
    PowerUp = 1,

    /// <summary>No remote has commanded since start-up.</summary>
    NoRemote = 2,
    LeaseExpired = 3,
    Released = 4,
    RemoteCommand = 5,
    RemoteAllRed = 6,
    RemoteFlash = 7,
    FlashSwitch = 8,
    MonitorTrip = 9,
    ManualSwitch = 10,
    PolicePanel = 11,
    PreemptInput = 12,
    StopTime = 13,

    /// <summary>A call waited beyond twice its bound under remote control: the cabinet served itself (NEMA cycle fault).</summary>
    CycleFault = 14,
}
