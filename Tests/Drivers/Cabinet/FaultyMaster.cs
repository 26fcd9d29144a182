using Signals.Modbus;
using Signals.Modbus.Client;

namespace Signals.Tests.Drivers.Cabinet;

/// <summary>A master whose network can be taken away and whose answers can be kept back; writes are counted.</summary>
internal sealed class FaultyMaster(IModbusMaster inner) : IModbusMaster
{
    /// <summary>While true every transaction times out.</summary>
    public volatile bool IsDown;

    /// <summary>What every transaction ends with, by function code; null while the line is good.</summary>
    public volatile Func<byte, ModbusException>? Fault;

    private volatile TaskCompletionSource? _hold;
    private int _writes, _held;

    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Answers that are kept back now.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>From now on the slave answers and nobody reads it, until the result is disposed of.</summary>
    public IDisposable HoldAnswers() => new Hold(this);

    public ValueTask ReadCoilsAsync(byte slaveAddress, ushort startAddress, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        Reach(slaveAddress, 1).ReadCoilsAsync(slaveAddress, startAddress, destination, cancellationToken);

    public ValueTask ReadInputsAsync(byte slaveAddress, ushort startAddress, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        Reach(slaveAddress, 2).ReadInputsAsync(slaveAddress, startAddress, destination, cancellationToken);

    public ValueTask ReadHoldingRegistersAsync(
        byte slaveAddress, ushort startAddress, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        Reach(slaveAddress, 3).ReadHoldingRegistersAsync(slaveAddress, startAddress, destination, cancellationToken);

    public ValueTask ReadInputRegistersAsync(
        byte slaveAddress, ushort startAddress, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        AnswerAsync(Reach(slaveAddress, 4).ReadInputRegistersAsync(slaveAddress, startAddress, destination, cancellationToken));

    public ValueTask WriteSingleCoilAsync(byte slaveAddress, ushort coilAddress, bool value, CancellationToken cancellationToken = default) =>
        Reach(slaveAddress, 5).WriteSingleCoilAsync(slaveAddress, coilAddress, value, cancellationToken);

    public ValueTask WriteSingleRegisterAsync(byte slaveAddress, ushort registerAddress, ushort value, CancellationToken cancellationToken = default) =>
        Reach(slaveAddress, 6).WriteSingleRegisterAsync(slaveAddress, registerAddress, value, cancellationToken);

    public ValueTask WriteMultipleCoilsAsync(byte slaveAddress, ushort startAddress, ReadOnlyMemory<bool> data, CancellationToken cancellationToken = default) =>
        Reach(slaveAddress, 15).WriteMultipleCoilsAsync(slaveAddress, startAddress, data, cancellationToken);

    public ValueTask WriteMultipleRegistersAsync(
        byte slaveAddress, ushort startAddress, ReadOnlyMemory<ushort> data, CancellationToken cancellationToken = default) =>
        Reach(slaveAddress, 16).WriteMultipleRegistersAsync(slaveAddress, startAddress, data, cancellationToken);

    public ValueTask ReadWriteMultipleRegistersAsync(
        byte slaveAddress, ushort startReadAddress, Memory<ushort> destination, ushort startWriteAddress, ReadOnlyMemory<ushort> writeData,
        CancellationToken cancellationToken = default) =>
        Reach(slaveAddress, 23).ReadWriteMultipleRegistersAsync(slaveAddress, startReadAddress, destination, startWriteAddress, writeData, cancellationToken);

    public ValueTask<DeviceIdentification> ReadDeviceIdentificationAsync(
        byte slaveAddress, DeviceIdCategory category = DeviceIdCategory.Basic, byte objectId = 0, CancellationToken cancellationToken = default) =>
        inner.ReadDeviceIdentificationAsync(slaveAddress, category, objectId, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private IModbusMaster Reach(byte unit, byte function)
    {
        if (IsDown)
        {
            throw new ModbusTimeoutException("the network is down", unit, function, requestSent: true);
        }

        if (Fault is { } fault)
        {
            throw fault(function);
        }

        if (function is 5 or 6 or 15 or 16 or 23)
        {
            Interlocked.Increment(ref _writes);
        }

        return inner;
    }

    private async ValueTask AnswerAsync(ValueTask exchange)
    {
        await exchange;
        if (_hold is { } hold)
        {
            Interlocked.Increment(ref _held);
            await hold.Task;
            Interlocked.Decrement(ref _held);
        }
    }

    private sealed class Hold : IDisposable
    {
        private readonly FaultyMaster _master;
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Hold(FaultyMaster master)
        {
            _master = master;
            _master._hold = _released;
        }

        public void Dispose()
        {
            _master._hold = null;
            _released.SetResult();
        }
    }
}
