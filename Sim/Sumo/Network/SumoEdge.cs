using System.Collections.Immutable;

namespace Signals.Sim.Sumo.Network;

/// <summary>One direction of a road between two junctions, or a piece inside of a junction.</summary>
/// <param name="Id">SUMO's id; internal ones begin with a colon.</param>
/// <param name="From">Junction where it begins; empty for an internal edge.</param>
/// <param name="To">Junction where it ends; empty for an internal edge.</param>
/// <param name="Function"><c>internal</c>, <c>crossing</c>, <c>walkingarea</c>, <c>connector</c>, or empty for a road.</param>
/// <param name="Lanes">From the kerb.</param>
public sealed record SumoEdge(string Id, string From, string To, string Function, ImmutableArray<SumoLane> Lanes)
{
    /// <summary>True for pieces inside of a junction.</summary>
    public bool IsInternal => Id.StartsWith(':');
}
