using System.Collections.Immutable;

namespace Signals.Sim.CityFlow.Network;

/// <summary>One direction of a street between two nodes.</summary>
/// <param name="Index">Position in the network.</param>
/// <param name="Id">Id in the file.</param>
/// <param name="Start">Index of the intersection where it begins.</param>
/// <param name="End">Index of the intersection where it ends.</param>
/// <param name="Points">Centre to centre; the left edge of its lanes.</param>
/// <param name="FirstLane">Index of its innermost lane; the others follow to the right.</param>
/// <param name="LaneCount">Number of lanes.</param>
public sealed record CityRoad(int Index, string Id, int Start, int End, ImmutableArray<CityPoint> Points, int FirstLane, int LaneCount)
{
    /// <summary>Centre to centre, m.</summary>
    public double Length { get; } = CityCurve.Length(Points.AsSpan());

    public IEnumerable<int> Lanes => Enumerable.Range(FirstLane, LaneCount);
}
