namespace Signals.Modbus.Client;

/// <summary>
/// A Modbus master. Thread-safe: calls may overlap, and over TCP they are pipelined in call order. Addresses are 0-based.
/// </summary>
/// <remarks>
/// Every call ends within <see cref="ModbusMasterOptions.TransactionTimeout"/> and fails with
/// <see cref="SlaveException"/> (the slave refused), <see cref="ModbusTimeoutException"/>,
/// <see cref="ModbusConnectionException"/> or its <see cref="ModbusProtocolException"/>,
/// <see cref="OperationCanceledException"/>, or <see cref="ArgumentOutOfRangeException"/> before anything is sent.
/// Nothing is ever sent twice: whether to repeat is the caller's decision, see <see cref="ModbusException.RequestSent"/>.
/// Values to write are taken before the call returns its task; a buffer to read into is filled only when the task has succeeded.
/// A ValueTask is awaited once. Overloads that return arrays are in <see cref="ModbusMasterExtensions"/>.
/// </remarks>
public interface IModbusMaster : IAsyncDisposable
{
    /// <summary>Function 1: 1..2000 coils into <paramref name="destination"/>.</summary>
    ValueTask ReadCoilsAsync(
        byte slaveAddress, ushort startAddress, Memory<bool> destination, CancellationToken cancellationToken = default);

    /// <summary>Function 2: 1..2000 discrete inputs into <paramref name="destination"/>.</summary>
    ValueTask ReadInputsAsync(
        byte slaveAddress, ushort startAddress, Memory<bool> destination, CancellationToken cancellationToken = default);

    /// <summary>Function 3: 1..125 holding registers into <paramref name="destination"/>.</summary>
    ValueTask ReadHoldingRegistersAsync(
        byte slaveAddress, ushort startAddress, Memory<ushort> destination, CancellationToken cancellationToken = default);

    /// <summary>Function 4: 1..125 input registers into <paramref name="destination"/>.</summary>
    ValueTask ReadInputRegistersAsync(
        byte slaveAddress, ushort startAddress, Memory<ushort> destination, CancellationToken cancellationToken = default);

    /// <summary>Function 5.</summary>
    ValueTask WriteSingleCoilAsync(byte slaveAddress, ushort coilAddress, bool value, CancellationToken cancellationToken = default);

    /// <summary>Function 6.</summary>
    ValueTask WriteSingleRegisterAsync(
        byte slaveAddress, ushort registerAddress, ushort value, CancellationToken cancellationToken = default);

    /// <summary>Function 15: 1..1968 coils.</summary>
    ValueTask WriteMultipleCoilsAsync(
        byte slaveAddress, ushort startAddress, ReadOnlyMemory<bool> data, CancellationToken cancellationToken = default);

    /// <summary>Function 16: 1..123 registers.</summary>
    ValueTask WriteMultipleRegistersAsync(
        byte slaveAddress, ushort startAddress, ReadOnlyMemory<ushort> data, CancellationToken cancellationToken = default);

    /// <summary>
    /// Function 23: writes 1..121 registers, then reads 1..125 into <paramref name="destination"/>, in one request that the slave
    /// carries out whole.
    /// </summary>
    ValueTask ReadWriteMultipleRegistersAsync(
        byte slaveAddress,
        ushort startReadAddress,
        Memory<ushort> destination,
        ushort startWriteAddress,
        ReadOnlyMemory<ushort> writeData,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Function 43/14, from <paramref name="objectId"/> on; as many transactions as the slave needs (at most 256), each with its own deadline.
    /// </summary>
    ValueTask<DeviceIdentification> ReadDeviceIdentificationAsync(
        byte slaveAddress,
        DeviceIdCategory category = DeviceIdCategory.Basic,
        byte objectId = 0,
        CancellationToken cancellationToken = default);
}
