using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Core.Timing;

/// <summary>What an upstream intersection expects to send us, and how much room it sees on the way to it. Optional, stale-safe, bounded.</summary>
/// <param name="From">Sender's intersection id.</param>
/// <param name="Approach">Our approach on which it arrives.</param>
/// <param name="Start">Time of the first bin's start, at our stop line's upstream end (travel time is ours to add).</param>
/// <param name="VehiclesPerBin">Expected departures in 5-s bins, at most 24.</param>
/// <param name="SpaceVehicles">Room left on the sender's own approach from us, vehicles; −1 when unknown.</param>
public sealed record NeighbourOutflow(string From, string Approach, Instant Start, ImmutableArray<float> VehiclesPerBin, float SpaceVehicles)
{
    public static readonly Duration BinLength = new(5000);

    public const int MaximumBins = 24;

    /// <summary>A profile older than this is ignored.</summary>
    public static readonly Duration FreshFor = new(5000);

    /// <summary>Young enough to be used; one from the future comes from a clock that is wrong, and would otherwise outlive its sender.</summary>
    public bool IsFreshAt(Instant now) => Start >= now - FreshFor && Start <= now + FreshFor;
}
