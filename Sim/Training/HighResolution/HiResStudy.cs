using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Prediction;
using Signals.Sim.Training.Reports;
using Signals.Sim.Training.Scoring;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.HighResolution;

/// <summary>
/// Arrivals within the next minute at recorded signals: each signal is forecast by trees that learned from the other signals only. Beside them persistence, the mean of
/// the last quarter of an hour, and the error that remains when the mean is known but vehicles come at random (Poisson reference: root of the mean forecast).
/// </summary>
/// <param name="phases">Recorded phases of at least two signals.</param>
public sealed class HiResStudy(ImmutableArray<HiResCounts> phases)
{
    private static readonly TreeOptions Options = new()
    {
        Objective = TreeObjective.Poisson, Trees = 120, Leaves = 15, LearningRate = 0.05, LeastInLeaf = 50, FeatureShare = 0.5, RowShare = 0.6,
    };

    /// <param name="progress">Told after each signal.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    public PredictorReport Run(Action<string> progress, CancellationToken cancellationToken)
    {
        var horizons = ForecastHorizons.Arrivals[..ForecastHorizons.Near];
        var errors = horizons.Select(_ => new[] { new BlockErrors(10_000), new BlockErrors(10_000), new BlockErrors(10_000) }).ToArray();
        var poisson = new double[horizons.Length];
        var rows = 0L;
        foreach (var (index, device) in phases.Select(p => p.Device).Distinct().Index())
        {
            var learn = HiResRows.Of([.. phases.Where(p => p.Device != device)]);
            var test = HiResRows.Of([.. phases.Where(p => p.Device == device)]);
            using var data = new TreeDataset(learn.Features);
            for (var h = 0; h < horizons.Length; h++)
            {
                var seconds = horizons[h];
                float[] expected = [.. Enumerable.Range(0, learn.Count).Select(row => learn.Expected(row, seconds))];
                data.SetLabels([.. expected.Select((e, row) => learn.Ahead(row, seconds) / e)], expected);
                using var booster = TreeBooster.Train(data, Options, cancellationToken);
                var forecasts = booster.Predict(test.Features);
                for (var row = 0; row < test.Count; row++)
                {
                    var forecast = forecasts[row] * test.Expected(row, seconds);
                    var (block, actual) = (1000 * index + test.Block(row), test.Ahead(row, seconds));
                    errors[h][0].Add(block, test.Past(row, seconds), actual);
                    errors[h][1].Add(block, test.Expected(row, seconds), actual);
                    errors[h][2].Add(block, forecast, actual);
                    poisson[h] += forecast;
                }
            }

            rows += test.Count;
            progress($"signal {device}: {test.Count} forecasts a horizon from {learn.Count} rows of the other signals");
        }

        return Report(horizons, errors, [.. poisson.Select(sum => Math.Sqrt(sum / rows))], rows);
    }

    private static PredictorReport Report(ImmutableArray<int> horizons, BlockErrors[][] errors, double[] poisson, long rows)
    {
        string[] names = ["persistence", "15-min mean", "LightGBM, other signals"];
        var report = new PredictorReport("Oregon hi-res arrivals");
        report.Add(new ReportTable(
            $"Oregon hi-res, leave one signal out, {rows} forecasts a horizon: MAE [95 %] / RMSE in vehicles",
            ["forecast", .. horizons.Select(ForecastHorizons.NameOf)],
            [
                .. names.Select((name, i) => (ImmutableArray<string>)[name, .. errors.Select(h => Cell(h[i]))]),
                ["Poisson reference (RMSE)", .. poisson.Select(p => p.ToString("F2", CultureInfo.InvariantCulture))],
            ]));
        return report;
    }

    private static string Cell(BlockErrors errors)
    {
        var (low, high) = errors.MaeInterval();
        return string.Create(CultureInfo.InvariantCulture, $"{errors.Mae:F2} [{low:F2}, {high:F2}] / {errors.Rmse:F2}");
    }
}
