using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>Technology of a detector; decides its error model and how it is fused.</summary>
public enum DetectorKind : byte
{
    Loop = 0,
    Radar = 1,
    Camera = 2,
    PushButton = 3,
}

/// <summary>What a detector is for.</summary>
public enum DetectorRole : byte
{
    /// <summary>Presence at the stop line: calls and extends.</summary>
    StopLine = 0,

    /// <summary>Upstream: extends green, gives arrivals.</summary>
    Advance = 1,

    /// <summary>Far upstream or on the storage's end: queue and spillback.</summary>
    Queue = 2,

    /// <summary>Counts only, neither calls nor extends (also yellow/red counters).</summary>
    Count = 3,

    /// <summary>Pedestrian or bicycle push button.</summary>
    Button = 4,

    /// <summary>A radar's or camera's whole view of one lane from the stop line upstream: it lists every vehicle with distance and speed.</summary>
    Area = 5,

    /// <summary>As <see cref="Area"/>, on a lane by which traffic leaves: room behind the last vehicle.</summary>
    Exit = 6,
}

/// <summary>One detection zone of one sensor.</summary>
/// <param name="Index">Position in the intersection; index of every per-detector array.</param>
/// <param name="Id">Unique in the intersection.</param>
/// <param name="Channel">Indiana channel 1–64, and bit channel − 1 in the cabinet's presence block.</param>
/// <param name="Kind">Technology.</param>
/// <param name="Role">Purpose.</param>
/// <param name="LaneGroup">Index of the lane group it watches, or −1 for a button.</param>
/// <param name="Lane">Lane within the lane group, 1 from the kerb; 0 = all lanes.</param>
/// <param name="Group">Index of the signal group that it calls.</param>
/// <param name="DistanceToStopLine">Downstream edge of the zone to the stop line.</param>
/// <param name="ZoneLength">Length of the zone along the lane.</param>
/// <param name="Sensor">Name of the sensor in MQTT/UDP messages; empty when it is only wired to the cabinet.</param>
/// <param name="SensorLane">Lane number in that sensor's messages.</param>
public sealed record Detector(
    int Index, string Id, int Channel, DetectorKind Kind, DetectorRole Role, int LaneGroup, int Lane, int Group,
    Metres DistanceToStopLine, Metres ZoneLength, string Sensor, int SensorLane)
{
    /// <summary>It tells of vehicles one by one, not of counts and presence.</summary>
    public bool ListsObjects => Role is DetectorRole.Area or DetectorRole.Exit;

    /// <summary>Leg by which traffic leaves, of an <see cref="DetectorRole.Exit"/> zone; empty otherwise.</summary>
    public string ExitLeg { get; init; } = "";

    /// <summary>Lane of that leg, 1 from the kerb; 0 = all lanes.</summary>
    public int ExitLane { get; init; }
}
