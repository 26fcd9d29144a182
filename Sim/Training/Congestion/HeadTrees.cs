using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.Congestion;

/// <summary>Size of the trees of each kind of head.</summary>
/// <param name="Mean">Of a mean.</param>
/// <param name="Spread">Of a spread.</param>
/// <param name="Event">Of an event's log odds.</param>
public sealed record HeadTrees(TreeOptions Mean, TreeOptions Spread, TreeOptions Event)
{
    /// <summary>Trees of a mean that the others' numbers follow from.</summary>
    public const int DefaultTrees = 40;

    /// <summary>
    /// The time of day: all simulated days begin at the same hour, so that the minute within it tells a tree when this corridor's peak comes and nothing that holds elsewhere. What is usual at
    /// a time is in the columns of history.
    /// </summary>
    private static readonly ImmutableArray<int> Calendar = [.. Enumerable.Range(FeatureColumn.DaySine, FeatureColumn.Lanes - FeatureColumn.DaySine)];

    public static readonly HeadTrees Default = Of(DefaultTrees);

    /// <summary>Trees of all heads together.</summary>
    public int Total => ModelHeads.Horizons * (Mean.Trees + Spread.Trees) + ModelHeads.Events * Event.Trees;

    /// <summary>A fifth as many trees for a spread as for a mean, and as many for an event; both of half the leaves.</summary>
    /// <param name="trees">Trees of a mean, ≥ 5.</param>
    public static HeadTrees Of(int trees)
    {
        var mean = new TreeOptions { Trees = trees, Leaves = 31, LearningRate = 0.15, FeatureShare = 0.5, RowShare = 0.6, LeastInLeaf = 60, Objective = TreeObjective.Poisson, Ignored = Calendar };
        return new HeadTrees(
            mean,
            mean with { Trees = Math.Max(1, trees / 5), Leaves = 15, LearningRate = 0.3, LeastInLeaf = 200 },
            mean with { Leaves = 15, LeastInLeaf = 150, Objective = TreeObjective.Event });
    }

    /// <summary>Options of one head; its number is part of its seed.</summary>
    internal TreeOptions OptionsOf(int head)
    {
        var kind = head < ModelHeads.Spread(0) ? Mean : head < ModelHeads.Event(0) ? Spread : Event;
        return kind with { Seed = kind.Seed + head };
    }
}
