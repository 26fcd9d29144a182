namespace Signals.Actors.Messages;

/// <summary>What the host asks of the whole corridor.</summary>
public abstract record CorridorCommand
{
    private CorridorCommand()
    {
    }

    /// <summary>Hands an operator's command to one intersection; answered with a <see cref="CommandReply"/>.</summary>
    public sealed record Operate(string IntersectionId, IntersectionCommand Command) : CorridorCommand;

    /// <summary>End; the supervisor terminates when all of it is done.</summary>
    /// <param name="Release">
    /// Give every cabinet its control back first. False when a successor adopts it: the lease then bridges the time in between.
    /// </param>
    public sealed record Shutdown(bool Release = true) : CorridorCommand;
}
