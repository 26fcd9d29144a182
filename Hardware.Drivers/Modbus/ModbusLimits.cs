namespace Signals.Modbus;

/// <summary>
/// Bounds of one request (MODBUS Application Protocol V1.1b3, sections 4.1 and 6; MODBUS over serial line V1.02).
/// A call outside them is refused with <see cref="ArgumentOutOfRangeException"/> before anything is sent.
/// </summary>
public static class ModbusLimits
{
    /// <summary>Registers in one read, functions 3, 4 and the read part of 23.</summary>
    public const int MaxReadRegisters = 125;

    /// <summary>Registers in one write, function 16.</summary>
    public const int MaxWriteRegisters = 123;

    /// <summary>Registers in the write part of function 23.</summary>
    public const int MaxReadWriteWriteRegisters = 121;

    /// <summary>Coils or inputs in one read, functions 1 and 2.</summary>
    public const int MaxReadBits = 2000;

    /// <summary>Coils in one write, function 15.</summary>
    public const int MaxWriteBits = 1968;

    /// <summary>Bytes in a protocol data unit: function code and data.</summary>
    public const int MaxPduLength = 253;

    /// <summary>Bytes in a Modbus/TCP frame: 7 bytes of MBAP header and the PDU.</summary>
    public const int MaxTcpFrameLength = 260;

    /// <summary>Bytes in an RTU frame: address, PDU, CRC-16.</summary>
    public const int MaxRtuFrameLength = 256;

    /// <summary>Addresses 0..65535 exist in each of the four tables.</summary>
    public const int AddressCount = 65536;

    /// <summary>Highest unit address on a serial line; 248..255 are reserved there. TCP uses 0..255.</summary>
    public const byte MaxSerialAddress = 247;

    /// <summary>Registered port of Modbus/TCP.</summary>
    public const int DefaultTcpPort = 502;

    /// <summary>Registered port of Modbus/TCP Security (TLS).</summary>
    public const int DefaultTlsPort = 802;
}
