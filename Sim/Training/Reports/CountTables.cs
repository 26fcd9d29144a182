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
}
