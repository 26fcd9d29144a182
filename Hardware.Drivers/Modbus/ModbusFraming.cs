namespace Signals.Modbus;

/// <summary>How PDUs are wrapped on a byte stream.</summary>
public enum ModbusFraming
{
    /// <summary>MBAP header with transaction id and length; requests may be pipelined. Also inside TLS.</summary>
    Tcp,

    /// <summary>Address, PDU, CRC-16; one request at a time. On serial lines, and over TCP through serial device servers.</summary>
    Rtu,
}
