namespace Signals.Modbus.Server;

/// <summary>Counters that sessions share; every field is written with Interlocked.</summary>
internal sealed class SessionCounters
{
    public long Accepted;
    public long Refused;
    public long Requests;
    public long Malformed;
    public long TimedOut;
}
