namespace Signals.Modbus;

/// <summary>Why a slave refused a request (MODBUS Application Protocol V1.1b3, section 7).</summary>
/// <remarks>Values from 0x10 are free for devices; a cabinet may return its own reject codes, which arrive here unnamed.</remarks>
public enum SlaveExceptionCode : byte
{
    /// <summary>No exception: the request was carried out. Never seen on the wire.</summary>
    None = 0x00,

    /// <summary>The function is unknown to this device, or the peer's role does not permit it.</summary>
    IllegalFunction = 0x01,

    /// <summary>A register or coil in the range does not exist or may not be accessed this way.</summary>
    IllegalDataAddress = 0x02,

    /// <summary>The quantity, the length or a written value is not acceptable.</summary>
    IllegalDataValue = 0x03,

    /// <summary>The device failed while carrying the request out.</summary>
    SlaveDeviceFailure = 0x04,

    /// <summary>Accepted; the work takes longer than a transaction.</summary>
    Acknowledge = 0x05,

    /// <summary>The device is engaged; the master decides whether to ask again.</summary>
    SlaveDeviceBusy = 0x06,

    /// <summary>A parity error was found in extended memory.</summary>
    MemoryParityError = 0x08,

    /// <summary>The gateway has no route to the unit.</summary>
    GatewayPathUnavailable = 0x0A,

    /// <summary>No device answers at this unit id.</summary>
    GatewayTargetDeviceFailedToRespond = 0x0B,
}
