namespace Signals.Actors.Supervision;

/// <summary>
/// Threads of their own for ticks: work on the shared pool (storage, sockets, a console) cannot delay a decision. Two threads, as many as the
/// smallest machine has cores; measured, more only add jitter.
/// </summary>
public static class ControlDispatcher
{
    public const string Id = "signals.control-dispatcher";

    /// <summary>Configuration to merge into the actor system's.</summary>
    public static readonly string Hocon =
        $$"""
        akka.actor.serialization-settings.allow-unregistered-types = off
        akka.actor.debug.unhandled = off
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        signals.control-dispatcher {
          type = Dispatcher
          executor = "{{OwnThreadsConfigurator.TypeName}}"
          thread-count = 2
          throughput = 10
        }
        """;
}
