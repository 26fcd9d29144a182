using Akka.Actor;

namespace Signals.Actors.Cluster;

/// <summary>What an allocation has to know of the members.</summary>
public interface IMemberSight
{
    /// <summary>Every member is up and reachable.</summary>
    bool IsCalm { get; }

    /// <summary>Name of a region's node while that is up and reachable, else null.</summary>
    string? NodeOf(IActorRef region);
}
