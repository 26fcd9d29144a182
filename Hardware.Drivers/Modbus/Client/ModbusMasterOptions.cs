namespace Signals.Modbus.Client;

/// <summary>Deadlines and bounds of a master. Immutable.</summary>
public sealed record ModbusMasterOptions
{
    /// <summary>From the call to its answer: waiting for a place, for the connection, for the line and for the slave. Default 1 s.</summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For one attempt to connect, TLS handshake included; it goes on when the call that began it has given up. Default 3 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Requests on the line at once, 1..64; RTU always uses 1. Default 8; 1 for slaves that cannot pipeline.</summary>
    public int MaxInFlight { get; init; } = 8;

    /// <summary>Requests waiting for a place, 1..1024; one more fails at once. Default 64.</summary>
    public int MaxWaiting { get; init; } = 64;

    /// <summary>Wait after a failed connection, doubled with each further one. A connection that has worked is replaced at once. Default 100 ms.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such wait. Default 5 s.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The awaiting method goes on on the thread that read the answer, which saves a switch of threads per request. Only for callers that never block after it, and never wait
    /// there for another request of the same master. Default false.
    /// </summary>
    public bool ContinueInline { get; init; }

    internal ModbusMasterOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TransactionTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxInFlight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxInFlight, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWaiting, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxWaiting, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ReconnectDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxReconnectDelay, ReconnectDelay);
        return this;
    }
}
