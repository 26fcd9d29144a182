using System.Runtime.CompilerServices;

namespace Signals.Modbus.Framing;

/// <summary>Reads and writes a stream with a deadline each, reusing its two timers. For one reader at a time; not thread-safe.</summary>
internal sealed class DeadlineStream(Stream stream, TimeProvider time, CancellationToken stop) : IDisposable
{
    private CancellationTokenSource? _readDeadline;
    private CancellationTokenSource? _writeDeadline;
    private CancellationTokenRegistration _stop;

    /// <summary>Bytes read, 0 at the end of the stream, -1 when the time passed first.</summary>
    /// <exception cref="OperationCanceledException">This side stops.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, TimeSpan within)
    {
        stop.ThrowIfCancellationRequested();
        if (within <= TimeSpan.Zero && within != Timeout.InfiniteTimeSpan)
        {
            return -1;
        }

        var token = Arm(within);
        try
        {
            return await stream.ReadAsync(buffer, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return -1;
        }
    }

    /// <summary>Writes all, also when this side is stopping: a request that was carried out is answered.</summary>
    /// <exception cref="TimeoutException">The peer did not take it in time.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan within)
    {
        if (_writeDeadline is null || !_writeDeadline.TryReset())
        {
            _writeDeadline?.Dispose();
            _writeDeadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }

        _writeDeadline.CancelAfter(within);
        try
        {
            await stream.WriteAsync(bytes, _writeDeadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the peer did not take a response within {within.TotalSeconds:0.###} s");
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _readDeadline?.Dispose();
        _writeDeadline?.Dispose();
    }

    private CancellationToken Arm(TimeSpan within)
    {
        if (_readDeadline is null || !_readDeadline.TryReset())
        {
            _stop.Dispose();
            _readDeadline?.Dispose();
            _readDeadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            _stop = stop.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), _readDeadline);
        }

        _readDeadline.CancelAfter(within);
        return _readDeadline.Token;
    }
}
