using System.Runtime.CompilerServices;
using Signals.Modbus.Framing;
using Signals.Modbus.Server;
using Signals.Modbus.Transport;

namespace Signals.Modbus.Client;

/// <summary>The master over a TCP, TLS, serial or in-process line. Connects at the first call and again after a fault.</summary>
public sealed class ModbusMaster : IModbusMaster
{
    private readonly ITransactionChannel _channel;

    /// <param name="connector">Makes the connection, and each further one.</param>
    /// <param name="framing">Default Modbus/TCP.</param>
    /// <param name="options">Default: the defaults of each option.</param>
    /// <param name="timeProvider">Clock of all deadlines; default the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public ModbusMaster(
        IModbusConnector connector,
        ModbusFraming framing = ModbusFraming.Tcp,
        ModbusMasterOptions? options = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(connector);
        _channel = new LineChannel(
            connector,
            framing == ModbusFraming.Tcp ? LineFraming.Tcp : LineFraming.Rtu,
            options ?? new ModbusMasterOptions(),
            timeProvider ?? TimeProvider.System);
    }

    /// <summary>A master of slaves in this process, without a socket or a thread: each call has ended when it returns.</summary>
    /// <param name="slaves">Who answers; other unit ids give exception 0x0B.</param>
    /// <param name="peer">How the slaves' handlers see this master; default a plain peer named "in process".</param>
    public ModbusMaster(IReadOnlyList<IModbusSlave> slaves, ModbusPeer? peer = null)
    {
        ArgumentNullException.ThrowIfNull(slaves);
        _channel = new LoopbackChannel(slaves, peer ?? new ModbusPeer("in process"));
    }

    /// <summary>What this master has seen so far.</summary>
    public ModbusMasterStatistics Statistics => _channel.Statistics;

    public ValueTask ReadCoilsAsync(
        byte slaveAddress, ushort startAddress, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadBitsAsync(ModbusFunctionCodes.ReadCoils, slaveAddress, startAddress, destination, cancellationToken);

    public ValueTask ReadInputsAsync(
        byte slaveAddress, ushort startAddress, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadBitsAsync(ModbusFunctionCodes.ReadInputs, slaveAddress, startAddress, destination, cancellationToken);

    public ValueTask ReadHoldingRegistersAsync(
        byte slaveAddress, ushort startAddress, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadRegistersAsync(ModbusFunctionCodes.ReadHoldingRegisters, slaveAddress, startAddress, destination, cancellationToken);

    public ValueTask ReadInputRegistersAsync(
        byte slaveAddress, ushort startAddress, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadRegistersAsync(ModbusFunctionCodes.ReadInputRegisters, slaveAddress, startAddress, destination, cancellationToken);

    public ValueTask WriteSingleCoilAsync(
        byte slaveAddress, ushort coilAddress, bool value, CancellationToken cancellationToken = default) =>
        WriteSingleAsync(
            ModbusFunctionCodes.WriteSingleCoil, slaveAddress, coilAddress, value ? RequestPdu.CoilOn : (ushort)0, cancellationToken);

    public ValueTask WriteSingleRegisterAsync(
        byte slaveAddress, ushort registerAddress, ushort value, CancellationToken cancellationToken = default) =>
        WriteSingleAsync(ModbusFunctionCodes.WriteSingleRegister, slaveAddress, registerAddress, value, cancellationToken);

    public ValueTask WriteMultipleCoilsAsync(
        byte slaveAddress, ushort startAddress, ReadOnlyMemory<bool> data, CancellationToken cancellationToken = default)
    {
        CheckRange(startAddress, data.Length, ModbusLimits.MaxWriteBits, nameof(data));
        var transaction = Rent(slaveAddress);
        transaction.RequestLength = RequestPdu.WriteCoils(transaction.RequestBuffer, startAddress, data.Span);
        return CompleteWriteAsync(transaction, cancellationToken);
    }

    public ValueTask WriteMultipleRegistersAsync(
        byte slaveAddress, ushort startAddress, ReadOnlyMemory<ushort> data, CancellationToken cancellationToken = default)
    {
        CheckRange(startAddress, data.Length, ModbusLimits.MaxWriteRegisters, nameof(data));
        var transaction = Rent(slaveAddress);
        transaction.RequestLength = RequestPdu.WriteRegisters(transaction.RequestBuffer, startAddress, data.Span);
        return CompleteWriteAsync(transaction, cancellationToken);
    }

    public ValueTask ReadWriteMultipleRegistersAsync(
        byte slaveAddress,
        ushort startReadAddress,
        Memory<ushort> destination,
        ushort startWriteAddress,
        ReadOnlyMemory<ushort> writeData,
        CancellationToken cancellationToken = default)
    {
        CheckReadable(slaveAddress);
        CheckRange(startReadAddress, destination.Length, ModbusLimits.MaxReadRegisters, nameof(destination));
        CheckRange(startWriteAddress, writeData.Length, ModbusLimits.MaxReadWriteWriteRegisters, nameof(writeData));
        var transaction = Rent(slaveAddress);
        transaction.RequestLength = RequestPdu.ReadWriteRegisters(
            transaction.RequestBuffer, startReadAddress, destination.Length, startWriteAddress, writeData.Span);
        return CompleteRegistersAsync(transaction, destination, cancellationToken);
    }

    public async ValueTask<DeviceIdentification> ReadDeviceIdentificationAsync(
        byte slaveAddress,
        DeviceIdCategory category = DeviceIdCategory.Basic,
        byte objectId = 0,
        CancellationToken cancellationToken = default)
    {
        CheckReadable(slaveAddress);
        if (category is < DeviceIdCategory.Basic or > DeviceIdCategory.Individual)
        {
            throw new ArgumentOutOfRangeException(nameof(category), category, "the categories are 1..4");
        }

        var objects = new Dictionary<byte, string>();
        byte? next = objectId;
        while (next is { } from)
        {
            next = await ReadObjectsAsync(slaveAddress, category, from, objects, cancellationToken).ConfigureAwait(false);
            if (next <= from)
            {
                throw new ModbusProtocolException(
                    $"unit {slaveAddress} continues its identification at object {next} after object {from}",
                    null, slaveAddress, ModbusFunctionCodes.EncapsulatedInterface, requestSent: true);
            }
        }

        return new DeviceIdentification(objects);
    }

    /// <summary>Closes the connection; calls under way fail with <see cref="ObjectDisposedException"/>.</summary>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private ValueTask ReadBitsAsync(byte function, byte slaveAddress, ushort start, Memory<bool> destination, CancellationToken cancellation)
    {
        CheckReadable(slaveAddress);
        CheckRange(start, destination.Length, ModbusLimits.MaxReadBits, nameof(destination));
        var transaction = Rent(slaveAddress);
        transaction.RequestLength = RequestPdu.Read(transaction.RequestBuffer, function, start, destination.Length);
        return CompleteBitsAsync(transaction, destination, cancellation);
    }

    private ValueTask ReadRegistersAsync(
        byte function, byte slaveAddress, ushort start, Memory<ushort> destination, CancellationToken cancellation)
    {
        CheckReadable(slaveAddress);
        CheckRange(start, destination.Length, ModbusLimits.MaxReadRegisters, nameof(destination));
        var transaction = Rent(slaveAddress);
        transaction.RequestLength = RequestPdu.Read(transaction.RequestBuffer, function, start, destination.Length);
        return CompleteRegistersAsync(transaction, destination, cancellation);
    }

    private ValueTask WriteSingleAsync(byte function, byte slaveAddress, ushort address, ushort value, CancellationToken cancellation)
    {
        var transaction = Rent(slaveAddress);
        transaction.RequestLength = RequestPdu.WriteSingle(transaction.RequestBuffer, function, address, value);
        return CompleteWriteAsync(transaction, cancellation);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CompleteBitsAsync(Transaction transaction, Memory<bool> destination, CancellationToken cancellation)
    {
        try
        {
            await _channel.ExchangeAsync(transaction, cancellation).ConfigureAwait(false);
            ThrowIfRefused(transaction);
            BitPacking.Unpack(transaction.Response[2..], destination.Span);
        }
        finally
        {
            _channel.Return(transaction);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CompleteRegistersAsync(Transaction transaction, Memory<ushort> destination, CancellationToken cancellation)
    {
        try
        {
            await _channel.ExchangeAsync(transaction, cancellation).ConfigureAwait(false);
            ThrowIfRefused(transaction);
            RegisterPacking.Unpack(transaction.Response[2..], destination.Span);
        }
        finally
        {
            _channel.Return(transaction);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CompleteWriteAsync(Transaction transaction, CancellationToken cancellation)
    {
        try
        {
            await _channel.ExchangeAsync(transaction, cancellation).ConfigureAwait(false);
            ThrowIfRefused(transaction);
        }
        finally
        {
            _channel.Return(transaction);
        }
    }

    private async ValueTask<byte?> ReadObjectsAsync(
        byte slaveAddress, DeviceIdCategory category, byte from, Dictionary<byte, string> objects, CancellationToken cancellation)
    {
        var transaction = Rent(slaveAddress);
        transaction.RequestLength = RequestPdu.ReadDeviceIdentification(transaction.RequestBuffer, category, from);
        try
        {
            await _channel.ExchangeAsync(transaction, cancellation).ConfigureAwait(false);
            ThrowIfRefused(transaction);
            return ResponsePdu.ReadDeviceIdentification(transaction.Response, objects);
        }
        finally
        {
            _channel.Return(transaction);
        }
    }

    private Transaction Rent(byte slaveAddress)
    {
        var transaction = _channel.Rent();
        transaction.UnitId = slaveAddress;
        return transaction;
    }

    /// <summary>A broadcast has no response, so there is nothing to refuse with.</summary>
    private static void ThrowIfRefused(Transaction transaction)
    {
        if (!transaction.Response.IsEmpty && ResponsePdu.IsException(transaction.Response, out var code))
        {
            throw new SlaveException(transaction.UnitId, transaction.FunctionCode, code);
        }
    }

    private void CheckReadable(byte slaveAddress)
    {
        if (slaveAddress == 0 && _channel.BroadcastsOnUnitZero)
        {
            throw new ArgumentOutOfRangeException(nameof(slaveAddress), "unit 0 is the broadcast on a serial line: nothing answers; read from 1..247");
        }
    }

    private static void CheckRange(ushort start, int count, int most, string name)
    {
        if (count < 1 || count > most)
        {
            throw new ArgumentOutOfRangeException(name, count, $"one request carries 1..{most} points; split the range");
        }

        if (start + count > ModbusLimits.AddressCount)
        {
            throw new ArgumentOutOfRangeException(name, count, $"{count} points from address {start} pass the last address, 65535");
        }
    }
}
