namespace Signals.Modbus.Client;

/// <summary>One open stream of a <see cref="LineChannel"/>, from connect to its first fault.</summary>
internal sealed class LineConnection(Stream stream) : IDisposable
{
    private readonly CancellationTokenSource _abort = new();

    public Stream Stream { get; } = stream;

    public CancellationToken Aborted => _abort.Token;

    /// <summary>Wakes the write loop: something to send, a place free, or the end.</summary>
    public AsyncSignal Wake { get; } = new();

    /// <summary>Guarded by the channel's lock.</summary>
    public bool IsClosed { get; set; }

    /// <summary>At least one fitting answer came: the slave is there, and a lost connection is worth replacing at once.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>Timestamp of the last byte in either direction; RTU owes the line a silence after it.</summary>
    public long LastActivity { get; set; }

    /// <summary>Ends both loops. The stream is closed as well, for streams that do not heed a token.</summary>
    public void Abort()
    {
        try
        {
            _abort.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Both loops have ended by themselves since the fault was noted.
        }

        Wake.Set();
        Stream.Dispose();
    }

    public void Dispose()
    {
        Stream.Dispose();
        _abort.Dispose();
    }
}
