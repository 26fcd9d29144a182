namespace Signals.Actors.Messages;

/// <summary>What the supervisor reports on the actor system's event stream.</summary>
public abstract record CorridorEvent
{
    private CorridorEvent()
    {
    }

    /// <summary>Part of an intersection failed and will be started again.</summary>
    /// <param name="IntersectionId">Whose.</param>
    /// <param name="Part"><c>control</c> or <c>cabinet</c>.</param>
    /// <param name="RestartAfter">Back-off before the next start.</param>
    public sealed record PartFailed(string IntersectionId, string Part, TimeSpan RestartAfter) : CorridorEvent;

    /// <summary>It runs again.</summary>
    public sealed record PartRestarted(string IntersectionId, string Part, int Incarnation) : CorridorEvent;
}
