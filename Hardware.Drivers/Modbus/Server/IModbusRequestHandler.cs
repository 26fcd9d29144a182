namespace Signals.Modbus.Server;

/// <summary>
/// The device behind a unit id. One call is one request: a multiple write, or both halves of function 23, is applied whole or
/// refused whole with an exception code.
/// </summary>
/// <remarks>
/// Lengths are already within <see cref="ModbusLimits"/>, and start + length never passes 65536; whether the addresses exist is
/// the handler's to say. Calls through one <see cref="ModbusSlave"/> never overlap, whatever the number of masters and networks.
/// A call must not block: it runs on the connection's read loop. An exception thrown here is answered with
/// <see cref="SlaveExceptionCode.SlaveDeviceFailure"/>.
/// </remarks>
public interface IModbusRequestHandler
{
    /// <summary>Function 1.</summary>
    SlaveExceptionCode ReadCoils(in ModbusRequestContext context, ushort startAddress, Span<bool> destination);

    /// <summary>Function 2.</summary>
    SlaveExceptionCode ReadInputs(in ModbusRequestContext context, ushort startAddress, Span<bool> destination);

    /// <summary>Function 3.</summary>
    SlaveExceptionCode ReadHoldingRegisters(in ModbusRequestContext context, ushort startAddress, Span<ushort> destination);

    /// <summary>Function 4.</summary>
    SlaveExceptionCode ReadInputRegisters(in ModbusRequestContext context, ushort startAddress, Span<ushort> destination);

    /// <summary>Functions 5 and 15.</summary>
    SlaveExceptionCode WriteCoils(in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<bool> values);

    /// <summary>Functions 6 and 16.</summary>
    SlaveExceptionCode WriteHoldingRegisters(in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<ushort> values);

    /// <summary>Function 23: the write is carried out before the read (section 6.17).</summary>
    SlaveExceptionCode ReadWriteHoldingRegisters(
        in ModbusRequestContext context,
        ushort startReadAddress,
        Span<ushort> destination,
        ushort startWriteAddress,
        ReadOnlySpan<ushort> values);
}
