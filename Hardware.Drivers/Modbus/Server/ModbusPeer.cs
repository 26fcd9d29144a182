namespace Signals.Modbus.Server;

/// <summary>Who is at the other end of a served connection. Immutable.</summary>
/// <param name="Name">For logs: address and port, or the serial port's name.</param>
/// <param name="IsSecure">True when the peer was authenticated by certificate.</param>
/// <param name="Role">The role in the peer's certificate; null without TLS, without a role, or when the role is not exactly one.</param>
public sealed record ModbusPeer(string Name, bool IsSecure = false, string? Role = null);
