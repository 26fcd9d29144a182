namespace Signals.Modbus.Server;

/// <summary>A handler that knows no function; override the ones the device has, the others answer exception 01.</summary>
public abstract class ModbusRequestHandler : IModbusRequestHandler
{
    public virtual SlaveExceptionCode ReadCoils(in ModbusRequestContext context, ushort startAddress, Span<bool> destination) =>
        SlaveExceptionCode.IllegalFunction;

    public virtual SlaveExceptionCode ReadInputs(in ModbusRequestContext context, ushort startAddress, Span<bool> destination) =>
        SlaveExceptionCode.IllegalFunction;

    public virtual SlaveExceptionCode ReadHoldingRegisters(
        in ModbusRequestContext context, ushort startAddress, Span<ushort> destination) => SlaveExceptionCode.IllegalFunction;

    public virtual SlaveExceptionCode ReadInputRegisters(
        in ModbusRequestContext context, ushort startAddress, Span<ushort> destination) => SlaveExceptionCode.IllegalFunction;

    public virtual SlaveExceptionCode WriteCoils(
        in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<bool> values) => SlaveExceptionCode.IllegalFunction;

    public virtual SlaveExceptionCode WriteHoldingRegisters(
        in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<ushort> values) => SlaveExceptionCode.IllegalFunction;

    public virtual SlaveExceptionCode ReadWriteHoldingRegisters(
        in ModbusRequestContext context,
        ushort startReadAddress,
        Span<ushort> destination,
        ushort startWriteAddress,
        ReadOnlySpan<ushort> values) => SlaveExceptionCode.IllegalFunction;
}
