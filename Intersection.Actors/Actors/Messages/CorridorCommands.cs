namespace Signals.Actors.Messages;

/// <summary>What the host asks of the whole corridor.</summary>
public abstract record CorridorCommand
{
    private CorridorCommand()
    {
    }

    /// <summary>Hands an operator's command to one intersection; answered with a <see cref="CommandReply"/>.</summary>
    public sealed record Operate(string IntersectionId, IntersectionCommand Command) : CorridorCommand;

    /// <summary>Give every cabinet its control back, then end. The supervisor terminates when all of it is done.</summary>
    public sealed record Shutdown : CorridorCommand;
}
