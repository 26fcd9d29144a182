namespace Signals.Modbus.Server;

/// <summary>Serves requests from the four tables of a store.</summary>
public sealed class DataStoreRequestHandler(ISlaveDataStore store) : IModbusRequestHandler
{
    public SlaveExceptionCode ReadCoils(in ModbusRequestContext context, ushort startAddress, Span<bool> destination) =>
        store.CoilDiscretes.ReadPoints(startAddress, destination);

    public SlaveExceptionCode ReadInputs(in ModbusRequestContext context, ushort startAddress, Span<bool> destination) =>
        store.CoilInputs.ReadPoints(startAddress, destination);

    public SlaveExceptionCode ReadHoldingRegisters(in ModbusRequestContext context, ushort startAddress, Span<ushort> destination) =>
        store.HoldingRegisters.ReadPoints(startAddress, destination);

    public SlaveExceptionCode ReadInputRegisters(in ModbusRequestContext context, ushort startAddress, Span<ushort> destination) =>
        store.InputRegisters.ReadPoints(startAddress, destination);

    public SlaveExceptionCode WriteCoils(in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<bool> values) =>
        store.CoilDiscretes.WritePoints(startAddress, values);

    public SlaveExceptionCode WriteHoldingRegisters(in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<ushort> values) =>
        store.HoldingRegisters.WritePoints(startAddress, values);

    /// <summary>The read range is tried before the write, so that a refused request has changed nothing.</summary>
    public SlaveExceptionCode ReadWriteHoldingRegisters(
        in ModbusRequestContext context,
        ushort startReadAddress,
        Span<ushort> destination,
        ushort startWriteAddress,
        ReadOnlySpan<ushort> values)
    {
        var code = store.HoldingRegisters.ReadPoints(startReadAddress, destination);
        if (code == SlaveExceptionCode.None)
        {
            code = store.HoldingRegisters.WritePoints(startWriteAddress, values);
        }

        return code == SlaveExceptionCode.None ? store.HoldingRegisters.ReadPoints(startReadAddress, destination) : code;
    }
}
