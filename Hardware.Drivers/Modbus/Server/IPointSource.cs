namespace Signals.Modbus.Server;

/// <summary>One of a slave's four tables. Implementations are called by one request at a time.</summary>
/// <typeparam name="T"><see cref="bool"/> for coils and inputs, <see cref="ushort"/> for registers.</typeparam>
public interface IPointSource<T>
{
    /// <summary>Fills <paramref name="destination"/>, or says why it cannot.</summary>
    SlaveExceptionCode ReadPoints(ushort startAddress, Span<T> destination);

    /// <summary>Stores all of <paramref name="points"/> or none, and says why none.</summary>
    SlaveExceptionCode WritePoints(ushort startAddress, ReadOnlySpan<T> points);
}
