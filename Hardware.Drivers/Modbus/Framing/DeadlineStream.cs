namespace Signals.Modbus.Framing;

/// <summary>Reads and writes a stream with a deadline each, reusing one timer. For one reader at a time; not thread-safe.</summary>
internal sealed class DeadlineStream(Stream stream, TimeProvider time, CancellationToken stop) : IDisposable
{
    private CancellationTokenSource? _deadline;
    private CancellationTokenRegistration _stop;

    /// <summary>Bytes read, 0 at the end of the stream, -1 when the time passed first.</summary>
    /// <exception cref="OperationCanceledException">This side stops.</exception>
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
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within, time);
        try
        {
            await stream.WriteAsync(bytes, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the peer did not take a response within {within.TotalSeconds:0.###} s");
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _deadline?.Dispose();
    }

    private CancellationToken Arm(TimeSpan within)
    {
        if (_deadline is null || !_deadline.TryReset())
        {
            Dispose();
            _deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            _stop = stop.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), _deadline);
        }

        _deadline.CancelAfter(within);
        return _deadline.Token;
    }
}
