using Signals.Core.Prediction;
using Signals.Sim.Training.Onnx;

namespace Signals.Sim.Training.Congestion;

/// <summary>
/// What arrivals are forecast against: as many as usual; where that is not known as in the last quarter of an hour, or as the present flow says. The trees learn factors on
/// it, which hold at a quiet street as at a busy one. Once in C# for the trainer, once as a graph for the model.
/// </summary>
internal static class ForecastBase
{
    /// <summary>No base is less, vehicles a second: a factor needs something to act on.</summary>
    private const float LeastFlow = 0.002f;

    private const int QuarterHour = FeatureColumn.ArrivalSum + 2;

    private static float QuarterHourSeconds => ForecastHorizons.Risks[^1];

    /// <summary>Vehicles in the time ahead of a horizon, by its index.</summary>
    public static double Of(ReadOnlySpan<float> row, int horizon)
    {
        float seconds = ForecastHorizons.Arrivals[horizon];
        var usual = row[FeatureColumn.HistoricWithin + horizon];
        var past = float.IsNaN(row[QuarterHour]) ? QuarterHourSeconds * row[FeatureColumn.Flow] : row[QuarterHour];
        var known = float.IsNaN(usual) ? past * (seconds / QuarterHourSeconds) : usual;
        return float.IsNaN(known) ? LeastFlow * seconds : Math.Max(LeastFlow * seconds, known);
    }

    /// <summary>Adds the same to a graph: a column each horizon.</summary>
    public static string AddTo(OnnxGraph graph)
    {
        float[] seconds = [.. ForecastHorizons.Arrivals.Select(s => (float)s)];
        var usual = graph.Columns(OnnxGraph.Input, FeatureColumn.HistoricWithin, FeatureColumn.HistoricWithin + seconds.Length);
        var past = graph.Columns(OnnxGraph.Input, QuarterHour, QuarterHour + 1);
        var flow = graph.Columns(OnnxGraph.Input, FeatureColumn.Flow, FeatureColumn.Flow + 1);
        past = Known(graph, past, graph.Node("Mul", flow, graph.Constant([QuarterHourSeconds])));
        var shares = graph.Constant([.. seconds.Select(s => s / QuarterHourSeconds)]);
        var least = graph.Constant([.. seconds.Select(s => LeastFlow * s)]);
        var known = Known(graph, Known(graph, usual, graph.Node("Mul", past, shares)), least);
        return graph.Node("Max", known, least);
    }

    private static string Known(OnnxGraph graph, string value, string otherwise) => graph.Node("Where", graph.Node("IsNaN", value), otherwise, value);
}
