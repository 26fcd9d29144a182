using Signals.Modbus;
using Signals.Modbus.Server;

namespace Signals.Sim.Cabinet;

/// <summary>Serves a cabinet's registers to Modbus masters. All access, its owner's included, goes through one lock.</summary>
internal sealed class CabinetRequestHandler(EmulatedCabinet cabinet, Lock gate) : ModbusRequestHandler
{
    public override SlaveExceptionCode ReadInputs(in ModbusRequestContext context, ushort startAddress, Span<bool> destination)
    {
        lock (gate)
        {
            return cabinet.Registers.ReadDiscreteInputs(startAddress, destination);
        }
    }

    public override SlaveExceptionCode ReadInputRegisters(in ModbusRequestContext context, ushort startAddress, Span<ushort> destination)
    {
        lock (gate)
        {
            return cabinet.Registers.ReadInputRegisters(startAddress, destination);
        }
    }

    public override SlaveExceptionCode ReadHoldingRegisters(in ModbusRequestContext context, ushort startAddress, Span<ushort> destination)
    {
        lock (gate)
        {
            return cabinet.Registers.ReadHoldingRegisters(startAddress, destination);
        }
    }

    public override SlaveExceptionCode WriteHoldingRegisters(in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<ushort> values)
    {
        lock (gate)
        {
            return cabinet.Registers.WriteHoldingRegisters(startAddress, values);
        }
    }

    public override SlaveExceptionCode ReadWriteHoldingRegisters(
        in ModbusRequestContext context, ushort startReadAddress, Span<ushort> destination, ushort startWriteAddress, ReadOnlySpan<ushort> values)
    {
        lock (gate)
        {
            return cabinet.Registers.ReadWriteHoldingRegisters(startReadAddress, destination, startWriteAddress, values);
        }
    }
}
