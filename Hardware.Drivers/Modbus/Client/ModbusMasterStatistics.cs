namespace Signals.Modbus.Client;

/// <summary>What a master has seen since it was created.</summary>
/// <param name="Requests">Requests handed to the line.</param>
/// <param name="Responses">Answers that fitted their request, exception answers included.</param>
/// <param name="Timeouts">Deadlines passed after the request was sent; each cost the connection.</param>
/// <param name="Mismatches">Answers that fitted no request, or damaged ones; each cost the connection.</param>
/// <param name="Connections">Connections made.</param>
/// <param name="FailedConnections">Attempts to connect that failed.</param>
public readonly record struct ModbusMasterStatistics(
    long Requests, long Responses, long Timeouts, long Mismatches, long Connections, long FailedConnections);
