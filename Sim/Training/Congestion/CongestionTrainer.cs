using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Traffic;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.Congestion;

/// <summary>Boosts all heads of the congestion model on one set of corridors and calibrates them on another.</summary>
/// <param name="trees">Size of each head; its objective is the head's.</param>
/// <param name="progress">Told after each head how many are done.</param>
public sealed class CongestionTrainer(TreeOptions trees, Action<int> progress)
{
    private readonly ImmutableArray<DecisionTree>[] _heads = new ImmutableArray<DecisionTree>[ModelHeads.Count];
    private readonly double[][] _raw = new double[ModelHeads.Count][];

    /// <summary>A head for every column, as ONNX needs it.</summary>
    public static readonly TreeOptions DefaultTrees = new()
    {
        Trees = 60, Leaves = 31, LearningRate = 0.12, FeatureShare = 0.5, RowShare = 0.6, LeastInLeaf = 60,
    };

    /// <summary>Raw sums of each head on the calibration rows, as LightGBM has them: what the exported model is compared with.</summary>
    public IReadOnlyList<double[]> Raw => _raw;

    /// <param name="learn">Rows to learn from.</param>
    /// <param name="calibrate">Rows of other corridors.</param>
    /// <param name="seed">Decides the jitter of counts.</param>
    /// <param name="cancellationToken">Looked at after each tree.</param>
    public (ImmutableArray<ImmutableArray<DecisionTree>> Heads, Calibration Calibration) Train(
        SimulatedRows learn, SimulatedRows calibrate, ulong seed, CancellationToken cancellationToken)
    {
        using var data = new TreeDataset(learn.Features);
        for (var head = 0; head < ModelHeads.Count; head++)
        {
            data.SetLabels(Labels(learn, head, seed));
            using var booster = TreeBooster.Train(data, ModelHeads.OptionsOf(head, trees), cancellationToken);
            _heads[head] = TreeText.Parse(booster.ToText());
            _raw[head] = booster.PredictRaw(calibrate.Features);
            progress(head + 1);
        }

        return ([.. _heads], Calibrate(calibrate, seed));
    }

    private static float[] Labels(SimulatedRows rows, int head, ulong seed)
    {
        if (head >= ModelHeads.Event(0))
        {
            return rows.Events(head - ModelHeads.Event(0));
        }

        var arrivals = rows.Arrivals(head % ModelHeads.Horizons);
        return head < ModelHeads.Low(0) ? arrivals : Roots(arrivals, seed);
    }

    private static float[] Roots(float[] arrivals, ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, 0x0017));
        var roots = new float[arrivals.Length];
        for (var row = 0; row < roots.Length; row++)
        {
            roots[row] = ModelHeads.Root(arrivals[row], random.NextDouble());
        }

        return roots;
    }

    private Calibration Calibrate(SimulatedRows rows, ulong seed)
    {
        var horizons = Enumerable.Range(0, ForecastHorizons.Arrivals.Length).ToArray();
        var roots = horizons.Select(h => Roots(rows.Arrivals(h), seed + 1)).ToArray();
        var lines = Enumerable.Range(0, ModelHeads.Events).Select(e => Calibration.Line(_raw[ModelHeads.Event(e)], rows.Events(e))).ToArray();
        return new Calibration(
            [.. horizons.Select(h => Calibration.Stretch(_raw[ModelHeads.Median(h)], _raw[ModelHeads.Low(h)], roots[h], isLow: true))],
            [.. horizons.Select(h => Calibration.Stretch(_raw[ModelHeads.Median(h)], _raw[ModelHeads.High(h)], roots[h], isLow: false))],
            [.. lines.Select(l => l.Slope)],
            [.. lines.Select(l => l.Shift)]);
    }
}
