using Signals.Modbus.Security;

namespace Signals.Modbus.Server;

/// <summary>Bounds of a slave network. Immutable.</summary>
public sealed record ModbusSlaveNetworkOptions
{
    /// <summary>Masters connected at once; further ones are closed at once. Default 32.</summary>
    public int MaxConnections { get; init; } = 32;

    /// <summary>A connection without a request for this long is closed. Default 60 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From a frame's first byte to its last; a slower peer is closed. Default 2 s.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For a peer to take a response; a slower one is closed. Default 2 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For the TLS handshake. Default 5 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// RTU only: this much silence ends a frame whose length cannot be told from its function, and discards a partial or
    /// damaged one. Default null: 20 ms on a serial line (t3.5 is at most 4 ms from 9600 baud up, but adapters deliver in
    /// 16 ms bursts), 500 ms over TCP.
    /// </summary>
    public TimeSpan? RtuSilence { get; init; }

    /// <summary>Which role may use which function. Default null: without TLS everyone may; with TLS <see cref="RoleAuthorizer.Default"/>.</summary>
    public IModbusAuthorizer? Authorizer { get; init; }

    /// <summary>Told when a connection ends and why (null: the peer closed it, or this side stopped). Must neither block nor throw. Default null.</summary>
    public Action<ModbusPeer, Exception?>? ConnectionEnded { get; init; }

    internal ModbusSlaveNetworkOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FrameTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WriteTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HandshakeTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RtuSilence ?? TimeSpan.MaxValue, TimeSpan.Zero);
        return this;
    }
}
