using System.Net;
using Signals.Core.Prediction;
using Signals.Sim.Training.Congestion;

namespace Signals.Sim.Training.Reports;

/// <summary>Tables and charts of an evaluation: Markdown for the repository, one self-contained HTML page for people.</summary>
public sealed class PredictorReport(string title)
{
    private readonly List<ReportTable> _tables = [];
    private readonly List<SvgChart> _charts = [];

    public IReadOnlyList<ReportTable> Tables => _tables;

    public void Add(ReportTable table) => _tables.Add(table);

    public void Add(SvgChart chart) => _charts.Add(chart);

    /// <summary>Adds tables, errors by horizon and calibration of one evaluation.</summary>
    public void Add(CongestionEvaluation evaluation)
    {
        _tables.AddRange(CongestionTables.Of(evaluation));
        _charts.Add(new SvgChart(
            $"{evaluation.Title}: error relative to persistence", "horizon, step", "MAE / MAE of persistence",
            [.. evaluation.Arrivals[0].Select((score, i) => (score.Forecaster, evaluation.Arrivals.Select((h, step) => (step + 1.0, h[i].Mae / h[0].Mae)).ToList()))
                .Select(line => (line.Forecaster, System.Collections.Immutable.ImmutableArray.CreateRange(line.Item2)))]));
        _charts.Add(new SvgChart(
            $"{evaluation.Title}: calibration of events", "forecast probability", "frequency",
            [
                ("honest", [(0, 0), (1, 1)]),
                .. evaluation.Events.Select((score, i) => (ForecastOutputs.Names[ForecastOutputs.ArrivalCount + i].Replace('_', ' '),
                    System.Collections.Immutable.ImmutableArray.CreateRange(score.Bins.Select(b => (b.Forecast, b.Frequency))))),
            ]));
    }

    public string ToMarkdown() => string.Join('\n', _tables.Select(t => t.ToMarkdown()));

    public string ToHtml() =>
        $"<!doctype html><html lang='en'><meta charset='utf-8'><title>{WebUtility.HtmlEncode(title)}</title>"
        + "<style>body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:2px 8px;text-align:right}"
        + "td:first-child,th:first-child{text-align:left}</style>"
        + $"<h1>{WebUtility.HtmlEncode(title)}</h1>{string.Concat(_tables.Select(t => t.ToHtml()))}{string.Concat(_charts.Select(c => c.ToSvg()))}</html>\n";
}
