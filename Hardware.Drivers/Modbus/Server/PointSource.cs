namespace Signals.Modbus.Server;

/// <summary>A table of points at addresses 0..size-1, all zero at first; outside it, exception 02. Thread-safe.</summary>
public sealed class PointSource<T> : IPointSource<T>
    where T : struct
{
    private readonly Lock _gate = new();
    private readonly T[] _points;

    /// <param name="size">Number of points, 0..65536; default 65536.</param>
    public PointSource(int size = ModbusLimits.AddressCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, ModbusLimits.AddressCount);
        _points = new T[size];
    }

    public SlaveExceptionCode ReadPoints(ushort startAddress, Span<T> destination)
    {
        if (startAddress + destination.Length > _points.Length)
        {
            return SlaveExceptionCode.IllegalDataAddress;
        }

        lock (_gate)
        {
            _points.AsSpan(startAddress, destination.Length).CopyTo(destination);
        }

        return SlaveExceptionCode.None;
    }

    public SlaveExceptionCode WritePoints(ushort startAddress, ReadOnlySpan<T> points)
    {
        if (startAddress + points.Length > _points.Length)
        {
            return SlaveExceptionCode.IllegalDataAddress;
        }

        lock (_gate)
        {
            points.CopyTo(_points.AsSpan(startAddress));
        }

        return SlaveExceptionCode.None;
    }
}
