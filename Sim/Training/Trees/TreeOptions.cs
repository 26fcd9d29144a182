using System.Collections.Immutable;
using System.Globalization;

namespace Signals.Sim.Training.Trees;

/// <summary>What a booster minimises, and the link from its sum of leaves to the answer.</summary>
public enum TreeObjective
{
    /// <summary>Squared error: the mean. Identity link.</summary>
    Mean,

    /// <summary>Absolute error: the median. Identity link.</summary>
    Absolute,

    /// <summary>Poisson deviance: the mean of a count. Exponential link.</summary>
    Poisson,

    /// <summary>Pinball loss at <see cref="TreeOptions.Quantile"/>. Identity link.</summary>
    Quantile,

    /// <summary>Log loss: a probability. Logistic link.</summary>
    Event,
}

/// <summary>How trees are boosted. Immutable; the same options, data and seed give the same trees.</summary>
public sealed record TreeOptions
{
    /// <summary>One thread: on a shared machine LightGBM's own threads wait for each other, and sums in another order are other trees.</summary>
    internal const string Always = "num_threads=1 deterministic=true force_row_wise=true verbosity=-1 feature_pre_filter=false";

    public TreeObjective Objective { get; init; } = TreeObjective.Mean;

    /// <summary>Level of <see cref="TreeObjective.Quantile"/>, 0–1 exclusive.</summary>
    public double Quantile { get; init; } = 0.5;

    /// <summary>Trees, ≥ 1. Default 150.</summary>
    public int Trees { get; init; } = 150;

    /// <summary>Leaves of a tree, ≥ 2. Default 31.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Share of each tree's correction that is taken, 0–1. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Learning rate of the last tree as a share of the first one's, falling steadily; default 1, not at all.</summary>
    public double FinalRateShare { get; init; } = 1;

    /// <summary>Fewest rows in a leaf. Default 100.</summary>
    public int LeastInLeaf { get; init; } = 100;

    /// <summary>Share of features that a tree may use. Default 0.6.</summary>
    public double FeatureShare { get; init; } = 0.6;

    /// <summary>Share of rows that a tree sees, drawn anew for each. Default 0.7.</summary>
    public double RowShare { get; init; } = 0.7;

    /// <summary>Quadratic penalty on leaves. Default 1.</summary>
    public double Penalty { get; init; } = 1;

    /// <summary>Features that no tree may split on. Default none.</summary>
    public ImmutableArray<int> Ignored { get; init; } = [];

    public int Seed { get; init; } = 1;

    /// <param name="features">Features of the data.</param>
    internal string TextFor(int features)
    {
        var gains = Ignored.IsEmpty ? "" : $" feature_contri={string.Join(',', Enumerable.Range(0, features).Select(f => Ignored.Contains(f) ? 0 : 1))}";
        var objective = Objective switch
        {
            TreeObjective.Absolute => "regression_l1",
            TreeObjective.Poisson => "poisson",
            TreeObjective.Quantile => string.Create(CultureInfo.InvariantCulture, $"quantile alpha={Quantile}"),
            TreeObjective.Event => "binary",
            _ => "regression",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Always} objective={objective} num_leaves={Leaves} min_data_in_leaf={LeastInLeaf} feature_fraction={FeatureShare} bagging_fraction={RowShare} "
            + $"bagging_freq=1 lambda_l2={Penalty} seed={Seed} {Rate(0)}{gains}");
    }

    internal string Rate(int tree) => string.Create(
        CultureInfo.InvariantCulture, $"learning_rate={LearningRate * Math.Pow(FinalRateShare, tree / Math.Max(1.0, Trees - 1.0))}");
}
