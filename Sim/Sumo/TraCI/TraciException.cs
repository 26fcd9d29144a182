namespace Signals.Sim.Sumo.TraCI;

/// <summary>SUMO refused a command, answered out of protocol, or went away. The message says what SUMO said.</summary>
public sealed class TraciException : IOException
{
    public TraciException()
    {
    }

    public TraciException(string message)
        : base(message)
    {
    }

    public TraciException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
