using System.Collections.Immutable;
using System.Globalization;
using Signals.Sim.Training.Counts;

namespace Signals.Sim.Training.Reports;

/// <summary>Results of a <see cref="CountStudy"/> as tables.</summary>
public static class CountTables
{
    public static ReportTable Errors(string title, IReadOnlyList<CountResult> results) => new(
        title,
        ["MAE [95 %] / RMSE / WAPE", .. results.Select(r => $"{r.Minutes} min")],
        [
            .. results[0].Scores.Select((score, i) => (ImmutableArray<string>)
            [
                score.Forecaster,
                .. results.Select(r => r.Scores[i]).Select(s => string.Create(
                    CultureInfo.InvariantCulture, $"{s.Mae:F2} [{s.MaeLow:F2}, {s.MaeHigh:F2}] / {s.Rmse:F2} / {100 * s.Wape:F1} %")),
            ]),
        ]);

    public static ReportTable AgainstBar(IReadOnlyList<CountResult> results) => new(
        $"Learned against {CountStudy.HistoricRatio} and persistence",
        ["MAE of the learned forecast as a share of", .. results.Select(r => $"{r.Minutes} min")],
        [
            [
                $"{CountStudy.HistoricRatio} [95 %]",
                .. results.Select(r => string.Create(CultureInfo.InvariantCulture, $"{100 * r.ShareOfBar:F1} % [{100 * r.ShareLow:F1}, {100 * r.ShareHigh:F1}]")),
            ],
            [
                CountStudy.Persistence,
                .. results.Select(r => string.Create(CultureInfo.InvariantCulture, $"{100 * r.Scores[^1].Mae / r.Scores[0].Mae:F1} %")),
            ],
        ]);

    public static SvgChart Chart(IReadOnlyList<CountResult> results) => new(
        "Error by horizon", "horizon, min", "MAE, vehicles",
        [.. results[0].Scores.Select((score, i) => (score.Forecaster, results.Select(r => ((double)r.Minutes, r.Scores[i].Mae)).ToImmutableArray()))]);

    /// <summary>Whether learning pays, in a sentence.</summary>
    public static string Verdict(CountResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Minutes} min: learned MAE is {100 * result.ShareOfBar:F1} % of {CountStudy.HistoricRatio} (95 %: {100 * result.ShareLow:F1} to {100 * result.ShareHigh:F1} %): ")
        + (result.BeatsBar ? "learning beats it." : result.ShareLow > 1 ? "learning is worse; use history x ratio." : "no difference that these days can show; use history x ratio.");
}
