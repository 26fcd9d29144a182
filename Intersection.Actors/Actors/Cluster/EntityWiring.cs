using Signals.Actors.Supervision;

namespace Signals.Actors.Cluster;

/// <summary>What an intersection needs to live on a node of a cluster.</summary>
public sealed record EntityWiring
{
    /// <summary>Its control and its cabinet link. The link claims nothing by itself: <see cref="ClaimGuard"/> decides.</summary>
    public required IntersectionParts Parts { get; init; }

    public required ClusterBoard Board { get; init; }

    public required LocalEntities Entities { get; init; }

    /// <summary>Where forecasts from other nodes are noted.</summary>
    public required NeighbourRelay Relay { get; init; }

    /// <summary>Called when it has ended here.</summary>
    public required Action<string> Ended { get; init; }
}
