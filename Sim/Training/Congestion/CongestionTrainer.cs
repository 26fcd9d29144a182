using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Traffic;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.Congestion;

/// <summary>Boosts all heads of the congestion model on one set of corridors and calibrates them on another.</summary>
/// <param name="trees">Sizes.</param>
/// <param name="seed">Decides the jitter of counts.</param>
/// <param name="progress">Told after each head how many are done.</param>
public sealed class CongestionTrainer(HeadTrees trees, ulong seed, Action<int> progress)
{
    private readonly ImmutableArray<DecisionTree>[] _heads = new ImmutableArray<DecisionTree>[ModelHeads.Count];
    private readonly double[][] _raw = new double[ModelHeads.Count][];

    /// <param name="learn">Rows to learn from.</param>
    /// <param name="calibrate">Rows of other corridors.</param>
    /// <param name="cancellationToken">Looked at after each tree.</param>
    public TrainedHeads Train(SimulatedRows learn, SimulatedRows calibrate, CancellationToken cancellationToken)
    {
        using var data = new TreeDataset(learn.Features);
        for (var h = 0; h < ModelHeads.Horizons; h++)
        {
            var (arrivals, bases) = (learn.Arrivals(h), Bases(learn, h));
            data.SetLabels(arrivals);
            data.StartFrom([.. bases.Select(b => Math.Log(b))]);
            var growth = Boost(data, ModelHeads.Mean(h), learn, calibrate, cancellationToken);
            data.StartFrom([]);
            data.SetLabels(Distances(arrivals, [.. growth.Zip(bases, (g, b) => b * Math.Exp(g))], seed));
            Boost(data, ModelHeads.Spread(h), null, calibrate, cancellationToken);
        }

        for (var e = 0; e < ModelHeads.Events; e++)
        {
            data.SetLabels(learn.Events(e));
            Boost(data, ModelHeads.Event(e), null, calibrate, cancellationToken);
        }

        var calibration = Calibrate(calibrate);
        return new TrainedHeads([.. _heads], calibration, Answers(calibrate, calibration));
    }

    /// <returns>Sums on the rows that were learned from, when asked for.</returns>
    private double[] Boost(TreeDataset data, int head, SimulatedRows? learn, SimulatedRows calibrate, CancellationToken cancellationToken)
    {
        using var booster = TreeBooster.Train(data, trees.OptionsOf(head), cancellationToken);
        _heads[head] = TreeText.Parse(booster.ToText());
        _raw[head] = booster.PredictRaw(calibrate.Features);
        progress(_heads.Count(h => !h.IsDefault));
        return learn is null ? [] : booster.PredictRaw(learn.Features);
    }

    private static double[] Bases(SimulatedRows rows, int horizon) =>
        [.. Enumerable.Range(0, rows.Count).Select(row => ForecastBase.Of(rows.Features[row], horizon))];

    private static float[] Distances(float[] arrivals, double[] means, ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, 0x0017));
        var distances = new float[arrivals.Length];
        for (var row = 0; row < distances.Length; row++)
        {
            distances[row] = (float)Math.Abs(ModelHeads.Root(arrivals[row], random.NextDouble()) - ModelHeads.Root(means[row], 0.5));
        }

        return distances;
    }

    private Calibration Calibrate(SimulatedRows rows)
    {
        var means = Enumerable.Range(0, ModelHeads.Horizons).Select(h => Means(rows, h)).ToArray();
        var distances = means.Select((m, h) => InSpreads(rows, h, m)).ToArray();
        var lines = Enumerable.Range(0, ModelHeads.Events).Select(e => Calibration.Line(_raw[ModelHeads.Event(e)], rows.Events(e))).ToArray();
        return new Calibration(
            [.. Enumerable.Range(0, Calibration.KindCount).Select(kind => SpreadQuantiles.Of([.. distances.Select((d, h) => Calibration.OfKind(d, means[h], kind))]))],
            [.. lines.Select(l => l.Slope)], [.. lines.Select(l => l.Shift)]);
    }

    private double[] Means(SimulatedRows rows, int horizon) =>
        [.. Bases(rows, horizon).Zip(_raw[ModelHeads.Mean(horizon)], (known, growth) => known * Math.Exp(growth))];

    /// <summary>How far each outcome was from its mean, in spreads.</summary>
    private double[] InSpreads(SimulatedRows rows, int horizon, double[] means)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed + 1, 0x0017));
        return
        [
            .. rows.Arrivals(horizon).Select((count, row) =>
                (ModelHeads.Root(count, random.NextDouble()) - ModelHeads.Root(means[row], 0.5)) / Math.Exp(_raw[ModelHeads.Spread(horizon)][row])),
        ];
    }

    /// <summary>What LightGBM's own sums give through links and calibration: what the exported model is compared with.</summary>
    private float[] Answers(SimulatedRows rows, Calibration calibration)
    {
        var answers = new float[rows.Count * ForecastOutputs.Count];
        for (var row = 0; row < rows.Count; row++)
        {
            var answer = answers.AsSpan(row * ForecastOutputs.Count, ForecastOutputs.Count);
            for (var h = 0; h < ModelHeads.Horizons; h++)
            {
                var mean = ForecastBase.Of(rows.Features[row], h) * Math.Exp(_raw[ModelHeads.Mean(h)][row]);
                var (centre, spread) = (ModelHeads.Root(mean, 0.5), Math.Exp(_raw[ModelHeads.Spread(h)][row]));
                var (low, median, high) = calibration.At(h, mean);
                answer[ForecastOutputs.Mean(h)] = (float)mean;
                answer[ForecastOutputs.Low(h)] = (float)ModelHeads.FromRoot(centre + low * spread);
                answer[ForecastOutputs.Median(h)] = (float)ModelHeads.FromRoot(centre + median * spread);
                answer[ForecastOutputs.High(h)] = (float)ModelHeads.FromRoot(centre + high * spread);
            }

            for (var e = 0; e < ModelHeads.Events; e++)
            {
                answer[ForecastOutputs.ArrivalCount + e] = (float)(1 / (1 + Math.Exp(-(calibration.Slope[e] * _raw[ModelHeads.Event(e)][row] + calibration.Shift[e]))));
            }
        }

        return answers;
    }
}
