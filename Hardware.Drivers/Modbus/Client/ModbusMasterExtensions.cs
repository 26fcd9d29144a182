namespace Signals.Modbus.Client;

/// <summary>Reads that return a new array, for callers who do not keep a buffer.</summary>
public static class ModbusMasterExtensions
{
    /// <summary>Function 1: 1..2000 coils.</summary>
    public static async Task<bool[]> ReadCoilsAsync(
        this IModbusMaster master, byte slaveAddress, ushort startAddress, ushort numberOfPoints, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(master);
        var points = new bool[numberOfPoints];
        await master.ReadCoilsAsync(slaveAddress, startAddress, points, cancellationToken).ConfigureAwait(false);
        return points;
    }

    /// <summary>Function 2: 1..2000 discrete inputs.</summary>
    public static async Task<bool[]> ReadInputsAsync(
        this IModbusMaster master, byte slaveAddress, ushort startAddress, ushort numberOfPoints, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(master);
        var points = new bool[numberOfPoints];
        await master.ReadInputsAsync(slaveAddress, startAddress, points, cancellationToken).ConfigureAwait(false);
        return points;
    }

    /// <summary>Function 3: 1..125 holding registers.</summary>
    public static async Task<ushort[]> ReadHoldingRegistersAsync(
        this IModbusMaster master, byte slaveAddress, ushort startAddress, ushort numberOfPoints, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(master);
        var points = new ushort[numberOfPoints];
        await master.ReadHoldingRegistersAsync(slaveAddress, startAddress, points, cancellationToken).ConfigureAwait(false);
        return points;
    }

    /// <summary>Function 4: 1..125 input registers.</summary>
    public static async Task<ushort[]> ReadInputRegistersAsync(
        this IModbusMaster master, byte slaveAddress, ushort startAddress, ushort numberOfPoints, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(master);
        var points = new ushort[numberOfPoints];
        await master.ReadInputRegistersAsync(slaveAddress, startAddress, points, cancellationToken).ConfigureAwait(false);
        return points;
    }

    /// <summary>Function 23: writes 1..121 registers, then reads 1..125.</summary>
    public static async Task<ushort[]> ReadWriteMultipleRegistersAsync(
        this IModbusMaster master,
        byte slaveAddress,
        ushort startReadAddress,
        ushort numberOfPointsToRead,
        ushort startWriteAddress,
        ReadOnlyMemory<ushort> writeData,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(master);
        var points = new ushort[numberOfPointsToRead];
        await master.ReadWriteMultipleRegistersAsync(
            slaveAddress, startReadAddress, points, startWriteAddress, writeData, cancellationToken).ConfigureAwait(false);
        return points;
    }
}
