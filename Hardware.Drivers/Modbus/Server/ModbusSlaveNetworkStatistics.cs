namespace Signals.Modbus.Server;

/// <summary>What a network has seen since it was created.</summary>
/// <param name="Accepted">Connections accepted.</param>
/// <param name="Refused">Connections closed at once: too many, or a TLS handshake that failed.</param>
/// <param name="Requests">Well-formed requests, answered or not.</param>
/// <param name="Malformed">Frames that no Modbus master would send, or damaged ones.</param>
/// <param name="TimedOut">Connections closed because they were idle, dripping, or not taking responses.</param>
public readonly record struct ModbusSlaveNetworkStatistics(long Accepted, long Refused, long Requests, long Malformed, long TimedOut);
