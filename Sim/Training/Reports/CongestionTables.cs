using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Prediction;
using Signals.Sim.Training.Congestion;

namespace Signals.Sim.Training.Reports;

/// <summary>A <see cref="CongestionEvaluation"/> as tables.</summary>
public static class CongestionTables
{
    public static IEnumerable<ReportTable> Of(CongestionEvaluation evaluation) => [Errors(evaluation), Events(evaluation)];

    private static ReportTable Errors(CongestionEvaluation evaluation) => new(
        $"{evaluation.Title}: arrivals, {evaluation.Arrivals[0][0].Forecasts} forecasts a horizon, MAE in vehicles",
        ["forecast", .. ForecastHorizons.Arrivals.Select(ForecastHorizons.NameOf)],
        [
            .. evaluation.Arrivals[0].Select((score, i) => (ImmutableArray<string>)[score.Forecaster, .. evaluation.Arrivals.Select(h => Text($"{h[i].Mae:F2}"))]),
            ["model, 95 %", .. evaluation.Arrivals.Select(h => Text($"{h[^1].MaeLow:F2}–{h[^1].MaeHigh:F2}"))],
            ["model as share of HA x ratio, 95 %", .. evaluation.ShareOfBar.Select(s => Text($"{100 * s.Share:F0} % ({100 * s.Low:F0}–{100 * s.High:F0})"))],
            ["80 % interval covers", .. evaluation.Intervals.Select(i => Text($"{100 * i.Covers:F1} %"))],
            ["… its lower end is 0 in", .. evaluation.Intervals.Select(i => Text($"{100 * i.Closed:F0} %"))],
            ["… below its lower end, where that is above 0", .. evaluation.Intervals.Select(i => Text($"{100 * i.Below:F1} %"))],
            ["… above its upper end", .. evaluation.Intervals.Select(i => Text($"{100 * i.Above:F1} %"))],
            ["… so both ends leave inside", .. evaluation.Intervals.Select(i => Text($"{100 * i.BothEnds:F1} %"))],
        ]);

    private static ReportTable Events(CongestionEvaluation evaluation) => new(
        $"{evaluation.Title}: events",
        ["event", "base rate", "Brier", "Brier skill, 95 %", "skill of \"as just past\"", "AUC", "calibration error"],
        [
            .. evaluation.Events.Select((score, i) => (ImmutableArray<string>)
            [
                ForecastOutputs.Names[ForecastOutputs.ArrivalCount + i].Replace('_', ' '),
                Text($"{100 * score.BaseRate:F1} %"), Text($"{score.Brier:F4}"), Text($"{score.Skill:F2} ({score.SkillLow:F2}–{score.SkillHigh:F2})"),
                Text($"{evaluation.SimpleEvents[i].Skill:F2}"), Text($"{score.Auc:F3}"), Text($"{score.CalibrationError:F3}"),
            ]),
        ]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
