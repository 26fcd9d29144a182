using Signals.Sim.Training.Networks;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.Counts;

/// <summary>Size of the models of counts. Chosen on the validation days of Melbourne's counts. Immutable.</summary>
public sealed record CountModelOptions
{
    public static readonly CountModelOptions Default = new();

    public TreeOptions Trees { get; init; } = new()
    {
        Trees = 300, Leaves = 63, LearningRate = 0.08, FinalRateShare = 0.1, FeatureShare = 0.4, RowShare = 0.5, LeastInLeaf = 200,
    };

    public NetworkOptions Network { get; init; } = new() { WeightDecay = 0.1f };

    /// <summary>Networks that differ by their seed, 0–8. Default 4.</summary>
    public uint Networks { get; init; } = 4;

    /// <summary>Every so many bins of a place are trained on: neighbours in time say nearly the same. Default 3.</summary>
    public int Stride { get; init; } = 3;
}
