using Signals.Sim.Training.Networks;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.Counts;

/// <summary>
/// The learned forecast of one horizon: trees on absolute and on squared error and small networks, each on the deviation from history × ratio, and their mean.
/// Trees and networks err in different places; that is most of what the mean gains.
/// </summary>
internal sealed class CountModel
{
    /// <summary>Weight of the networks in the mean: on the validation days they err less than the trees.</summary>
    private const double NetworkShare = 2.0 / 3;

    private CountModel(float[] trees, float[] network, float[] ensemble) => (Trees, Network, Ensemble) = (trees, network, ensemble);

    /// <summary>Forecasts of the trees, one a row.</summary>
    public float[] Trees { get; }

    /// <summary>Forecasts of the networks.</summary>
    public float[] Network { get; }

    /// <summary>Weighted mean of both.</summary>
    public float[] Ensemble { get; }

    /// <summary>Learns from one set of rows and forecasts another.</summary>
    public static CountModel Run(CountRows learn, CountRows forecast, CountModelOptions options, CancellationToken cancellationToken)
    {
        var (labels, weights) = (learn.Labels(), learn.Weights());
        var trees = new double[forecast.Count];
        using (var data = new TreeDataset(learn.Features))
        {
            data.SetLabels(labels, weights);
            foreach (var objective in (ReadOnlySpan<TreeObjective>)[TreeObjective.Absolute, TreeObjective.Mean])
            {
                using var booster = TreeBooster.Train(data, options.Trees with { Objective = objective }, cancellationToken);
                AddTo(trees, booster.Predict(forecast.Features), 0.5);
            }
        }

        var network = new double[forecast.Count];
        for (var seed = 0UL; seed < options.Networks; seed++)
        {
            var one = DenseNetwork.Train(learn.Features, labels, weights, options.Network with { Seed = options.Network.Seed + seed }, cancellationToken);
            AddTo(network, [.. Enumerable.Range(0, forecast.Count).Select(row => (double)one.Predict(forecast.Features[row]))], 1.0 / options.Networks);
        }

        return new CountModel(
            Forecasts(row => trees[row]), Forecasts(row => network[row]), Forecasts(row => options.Networks == 0 ? trees[row] : trees[row] + NetworkShare * (network[row] - trees[row])));

        float[] Forecasts(Func<int, double> deviation) => [.. Enumerable.Range(0, forecast.Count).Select(row => forecast.Forecast(row, deviation(row)))];
    }

    private static void AddTo(double[] sum, double[] values, double share)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += share * values[i];
        }
    }
}
