using Signals.Actors.Clock;
using Signals.Actors.Messages;

namespace Signals.Controller.Hosting;

/// <summary>The actors that control a corridor: all of it in this process, or this node's part of a cluster.</summary>
internal interface ICorridorActors : IAsyncDisposable
{
    /// <summary>Ends when the actors have ended although nobody asked them to; the text says why.</summary>
    Task<string> Failed { get; }

    /// <exception cref="IOException">A port cannot be used.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Hands on a tick; called on the clock's thread.</summary>
    void Tell(ControlTick tick);

    /// <summary>True when the intersection is controlled from this process now.</summary>
    bool Runs(string intersectionId);

    /// <exception cref="Akka.Actor.AskTimeoutException">No answer within 2 s.</exception>
    Task<CommandReply> OperateAsync(string intersectionId, IntersectionCommand command, CancellationToken cancellationToken);

    /// <summary>Releases every cabinet, or hands it over to another node; ticks go on meanwhile.</summary>
    Task EndAsync();
}
