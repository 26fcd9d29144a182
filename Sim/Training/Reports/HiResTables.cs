using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Prediction;
using Signals.Sim.Training.HighResolution;

namespace Signals.Sim.Training.Reports;

/// <summary>Results of a <see cref="HiResStudy"/> as a table and in words.</summary>
public static class HiResTables
{
    public static ReportTable Errors(string title, ImmutableArray<HiResResult> results) => new(
        string.Create(CultureInfo.InvariantCulture, $"{title}, {results[0].Scores[0].Forecasts} forecasts a horizon: MAE [95 %] / RMSE in vehicles"),
        ["forecast", .. results.Select(r => ForecastHorizons.NameOf(r.Seconds))],
        [
            .. HiResResult.Forecasters.Select((name, i) => (ImmutableArray<string>)[name, .. results.Select(r => r.Scores[i]).Select(s => string.Create(
                CultureInfo.InvariantCulture, $"{s.Mae:F2} [{s.MaeLow:F2}, {s.MaeHigh:F2}] / {s.Rmse:F2}"))]),
            ["Poisson reference (RMSE)", .. results.Select(r => r.Poisson.ToString("F2", CultureInfo.InvariantCulture))],
        ]);

    /// <summary>Whether learning pays, in a sentence.</summary>
    public static string Verdict(HiResResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ForecastHorizons.NameOf(result.Seconds)}: learned MAE is {100 * result.ShareOfBest:F1} % of {result.Best} (95 %: {100 * result.ShareLow:F1} to {100 * result.ShareHigh:F1} %): ")
        + (result.ShareHigh < 1 ? "learning beats it." : result.ShareLow > 1 ? $"learning is worse; use {result.Best}." : $"no difference that this log can show; use {result.Best}.");
}
