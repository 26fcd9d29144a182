namespace Signals.Modbus.Server;

/// <summary>One addressable unit of a network.</summary>
public interface IModbusSlave
{
    /// <summary>Unit id, 0..255 on TCP, 1..247 on a serial line.</summary>
    byte UnitId { get; }

    /// <summary>
    /// Carries one request out and writes the response or exception PDU. Must not throw for any content of
    /// <paramref name="requestPdu"/> (1..253 bytes) and must be safe to call from several connections.
    /// </summary>
    /// <param name="responsePdu">Room for <see cref="ModbusLimits.MaxPduLength"/> bytes.</param>
    /// <returns>Bytes written to <paramref name="responsePdu"/>, at least 2.</returns>
    int ApplyRequest(ReadOnlySpan<byte> requestPdu, Span<byte> responsePdu, in ModbusRequestContext context);
}
