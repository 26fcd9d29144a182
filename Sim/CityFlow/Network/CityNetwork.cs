using System.Collections.Immutable;

namespace Signals.Sim.CityFlow.Network;

/// <summary>
/// A city compiled for stepping. Ways are numbered through: lanes first, then lane links; every array is indexed by that number, or by lane
/// link where it says so. Immutable by convention: nobody writes after <see cref="CityNetworkBuilder"/>.
/// </summary>
public sealed class CityNetwork
{
    internal CityNetwork(ImmutableArray<CityIntersection> intersections, ImmutableArray<CityRoad> roads) =>
        (Intersections, Roads) = (intersections, roads);

    public ImmutableArray<CityIntersection> Intersections { get; }

    public ImmutableArray<CityRoad> Roads { get; }

    /// <summary>Number of lanes; lane link k is way <c>LaneCount + k</c>.</summary>
    public int LaneCount { get; internal init; }

    /// <summary>Lanes and lane links.</summary>
    public int WayCount => Lengths.Length;

    /// <summary>Length of each way, m.</summary>
    public required double[] Lengths { get; init; }

    /// <summary>Speed limit of each way, m/s; infinite on lane links.</summary>
    public required double[] SpeedLimits { get; init; }

    /// <summary>Road of each lane.</summary>
    public required int[] RoadOfLane { get; init; }

    /// <summary>Intersection at the end of each lane, or around each lane link.</summary>
    public required int[] IntersectionOfWay { get; init; }

    /// <summary>Lane links that begin at each lane (as ways).</summary>
    public required int[][] LinksOfLane { get; init; }

    /// <summary>Where each lane link begins (way).</summary>
    public required int[] StartLane { get; init; }

    /// <summary>Where each lane link ends (way).</summary>
    public required int[] EndLane { get; init; }

    /// <summary>Number of each lane link's movement in its intersection.</summary>
    public required int[] MovementOfLink { get; init; }

    public required CityTurn[] TurnOfLink { get; init; }

    /// <summary>Bit of a lane link in its intersection; links beyond 64 share bits.</summary>
    public required ulong[] BitOfLink { get; init; }

    /// <summary>Bits of all lane links that meet it.</summary>
    public required ulong[] FoesOfLink { get; init; }

    /// <summary>First entry of each lane link in <see cref="Crossings"/>, in the order in which it meets them; one more at the end.</summary>
    public required int[] FirstCrossing { get; init; }

    public required CityCrossing[] Crossings { get; init; }

    /// <summary>The intersection with that id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public CityIntersection IntersectionOf(string id) =>
        Intersections.FirstOrDefault(x => x.Id == id) ?? throw new KeyNotFoundException($"no intersection \"{id}\" in the network");

    /// <summary>Lanes that lead to an intersection.</summary>
    public IEnumerable<int> LanesInto(int intersection) => Roads.Where(r => r.End == intersection).SelectMany(r => r.Lanes);
}

/// <summary>Where a lane link meets another of its intersection.</summary>
/// <param name="Foe">Index of the other lane link.</param>
/// <param name="Own">Distance from the start of the own link, m.</param>
/// <param name="Other">Distance from the start of the other, m.</param>
public readonly record struct CityCrossing(int Foe, double Own, double Other);
