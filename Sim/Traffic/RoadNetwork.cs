using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Sim.Traffic;

/// <summary>
/// The roads, lanes and junction paths of a corridor as flat, immutable tables. A <em>segment</em> is what vehicles are on: segments
/// 0 … <see cref="LaneCount"/> − 1 are lanes of roads, the rest are junction paths.
/// </summary>
public sealed class RoadNetwork
{
    internal RoadNetwork(
        Corridor corridor, ImmutableArray<Road> roads, ImmutableArray<JunctionPath> paths, ImmutableArray<float> laneStart,
        ImmutableArray<int> roadOfLane)
    {
        Corridor = corridor;
        Roads = roads;
        Paths = paths;
        LaneStart = laneStart;
        RoadOfLane = roadOfLane;
        var into = roads.Where(r => !r.IsExit).ToDictionary(r => (r.Intersection, r.Approach), r => r.Index);
        ApproachRoads = [.. corridor.Intersections.Select((x, i) => x.Approaches.Select((_, a) => into.GetValueOrDefault((i, a), -1)).ToImmutableArray())];
        PathsOf = Group(paths, corridor.Intersections.Length, p => p.Intersection);
        PathsFrom = Group(paths, roadOfLane.Length, p => p.FromLane);
        PathsInto = Group(paths, roadOfLane.Length, p => p.ToLane);
        Entries = [.. roads.Where(r => r.IsEntry && !r.IsExit).Select(r => r.Index)];
    }

    public Corridor Corridor { get; }

    public ImmutableArray<Road> Roads { get; }

    public ImmutableArray<JunctionPath> Paths { get; }

    /// <summary>Road coordinate at which each lane begins: 0, or later for a pocket.</summary>
    public ImmutableArray<float> LaneStart { get; }

    public ImmutableArray<int> RoadOfLane { get; }

    /// <summary>Road index of [intersection][approach]; −1 for a leg that traffic only leaves by.</summary>
    public ImmutableArray<ImmutableArray<int>> ApproachRoads { get; }

    /// <summary>Indices into <see cref="Paths"/> of each intersection.</summary>
    public ImmutableArray<ImmutableArray<int>> PathsOf { get; }

    /// <summary>Paths that start from each lane.</summary>
    public ImmutableArray<ImmutableArray<int>> PathsFrom { get; }

    /// <summary>Paths that end in each lane.</summary>
    public ImmutableArray<ImmutableArray<int>> PathsInto { get; }

    /// <summary>Roads by which traffic enters the network, in order of intersection and approach.</summary>
    public ImmutableArray<int> Entries { get; }

    public int LaneCount => RoadOfLane.Length;

    public int SegmentCount => LaneCount + Paths.Length;

    /// <summary>Length of a lane that vehicles can stand on, m.</summary>
    public float StorageOf(int lane) => Roads[RoadOfLane[lane]].Length - LaneStart[lane];

    public static RoadNetwork Build(Corridor corridor, TrafficOptions options) => new RoadNetworkBuilder(corridor, options).Build();

    private static ImmutableArray<ImmutableArray<int>> Group(ImmutableArray<JunctionPath> paths, int count, Func<JunctionPath, int> key)
    {
        var groups = paths.Index().ToLookup(p => key(p.Item), p => p.Index);
        return [.. Enumerable.Range(0, count).Select(k => groups[k].ToImmutableArray())];
    }
}
