namespace Signals.Sim.Sumo.TraCI;

/// <summary>
/// The part of the TraCI protocol that we speak. Values as in SUMO's <c>traci/constants.py</c>; the protocol is described at
/// sumo.dlr.de/docs/TraCI/Protocol.html. They have not changed since API 20 (SUMO 1.0), which is what <see cref="OldestApi"/> asks for.
/// </summary>
internal static class TraciCode
{
    /// <summary>Lowest API number that <c>getVersion</c> may answer with; newer ones are accepted.</summary>
    public const int OldestApi = 20;

    /// <summary>Length of a message in front of it, 4 bytes, itself included; big-endian as everything.</summary>
    public const int MessageHeader = 4;

    /// <summary>A command's length byte; 0 means that a 4-byte length follows.</summary>
    public const int LongestShortCommand = 255;

    public const byte GetVersion = 0x00;
    public const byte SimulationStep = 0x02;
    public const byte Close = 0x7F;

    public const byte GetVehicle = 0xA4;
    public const byte GetVehicleAnswer = 0xB4;
    public const byte SetTrafficLight = 0xC2;
    public const byte SubscribeVehicle = 0xD4;
    public const byte SubscribeVehicleAnswer = 0xE4;
    public const byte SubscribeSimulation = 0xDB;
    public const byte SubscribeSimulationAnswer = 0xEB;

    /// <summary>Vehicle: speed, m/s.</summary>
    public const byte Speed = 0x40;

    /// <summary>Vehicle: length, m.</summary>
    public const byte Length = 0x44;

    /// <summary>Vehicle: id of the lane that its front is on; empty while it teleports.</summary>
    public const byte LaneId = 0x51;

    /// <summary>Vehicle: front bumper from the lane's begin, m.</summary>
    public const byte LanePosition = 0x56;

    /// <summary>Simulation: ids of the vehicles that were inserted in the last step.</summary>
    public const byte DepartedIds = 0x74;

    /// <summary>Simulation: ids of the vehicles that left the network in the last step.</summary>
    public const byte ArrivedIds = 0x7A;

    /// <summary>Traffic light: its state, one character a link.</summary>
    public const byte State = 0x20;

    public const byte TypeUnsignedByte = 0x07;
    public const byte TypeByte = 0x08;
    public const byte TypeInteger = 0x09;
    public const byte TypeDouble = 0x0B;
    public const byte TypeString = 0x0C;
    public const byte TypeStringList = 0x0E;

    public const byte ResultOk = 0x00;

    /// <summary>Begin and end of a subscription that lasts as long as its object: SUMO's INVALID_DOUBLE_VALUE, −2^30.</summary>
    public const double Always = -1073741824.0;

    /// <summary>Target time of a simulation step that means "one step".</summary>
    public const double OneStep = 0;
}
