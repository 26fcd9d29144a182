using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Training.Onnx;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.Congestion;

/// <summary>The whole model as one ONNX graph: trees, links, calibration, and columns in the order of <see cref="ForecastOutputs.Names"/>.</summary>
public static class CongestionGraph
{
    /// <param name="heads">Trees of each column of <see cref="ModelHeads"/>.</param>
    /// <param name="calibration">Corrections.</param>
    public static OnnxGraph Build(IReadOnlyList<ImmutableArray<DecisionTree>> heads, Calibration calibration)
    {
        var graph = new OnnxGraph(FeatureColumn.Count, ForecastOutputs.Count);
        var raw = TreeEnsemble.AddTo(graph, OnnxGraph.Input, heads);
        var growth = graph.Node("Exp", graph.Columns(raw, ModelHeads.Mean(0), ModelHeads.Event(0)));
        var mean = graph.Node("Mul", ForecastBase.AddTo(graph), graph.Columns(growth, ModelHeads.Mean(0), ModelHeads.Spread(0)));
        var spread = graph.Columns(growth, ModelHeads.Spread(0), ModelHeads.Event(0));
        var quantiles = Quantiles(graph, mean, spread, calibration);
        var odds = graph.Columns(raw, ModelHeads.Event(0), ModelHeads.Count);
        odds = graph.Node("Add", graph.Node("Mul", odds, graph.Constant(calibration.Slope.AsSpan())), graph.Constant(calibration.Shift.AsSpan()));
        graph.FinishInOrder(graph.Concat(mean, quantiles, graph.Node("Sigmoid", odds)), Order());
        return graph;
    }

    /// <summary>All three quantiles at once, side by side: low, median, high.</summary>
    private static string Quantiles(OnnxGraph graph, string mean, string spread, Calibration calibration)
    {
        var half = graph.Constant([0.5f]);
        var centre = graph.Node("Sqrt", graph.Node("Add", mean, half));
        var distance = graph.Node("Mul", graph.Concat(spread, spread, spread), Spreads(graph, mean, calibration));
        var root = graph.Node("Relu", graph.Node("Add", graph.Concat(centre, centre, centre), distance));
        return graph.Node("Relu", graph.Node("Sub", graph.Node("Mul", root, root), half));
    }

    /// <summary><see cref="Calibration.At"/> for every horizon.</summary>
    private static string Spreads(OnnxGraph graph, string mean, Calibration calibration)
    {
        var spreads = graph.Constant(SideBySide(calibration.Kinds[0]));
        for (var edge = 0; edge < Calibration.Edges.Length; edge++)
        {
            var step = SideBySide(calibration.Kinds[edge + 1]).Zip(SideBySide(calibration.Kinds[edge]), (to, from) => to - from);
            var above = graph.Node("Sub", mean, graph.Constant([(1 - Calibration.Passage) * Calibration.Edges[edge]]));
            var share = graph.Node("Min", graph.Node("Relu", graph.Node("Div", above, graph.Constant([2 * Calibration.Passage * Calibration.Edges[edge]]))), graph.Constant([1f]));
            spreads = graph.Node("Add", spreads, graph.Node("Mul", graph.Concat(share, share, share), graph.Constant([.. step])));
        }

        return spreads;
    }

    private static float[] SideBySide(SpreadQuantiles kind) => [.. kind.Low, .. kind.Median, .. kind.High];

    /// <summary>For each output its column in mean, low, median, high, events.</summary>
    private static int[] Order()
    {
        var order = new int[ForecastOutputs.Count];
        for (var h = 0; h < ModelHeads.Horizons; h++)
        {
            order[ForecastOutputs.Mean(h)] = h;
            order[ForecastOutputs.Low(h)] = ModelHeads.Horizons + h;
            order[ForecastOutputs.Median(h)] = 2 * ModelHeads.Horizons + h;
            order[ForecastOutputs.High(h)] = 3 * ModelHeads.Horizons + h;
        }

        for (var e = 0; e < ModelHeads.Events; e++)
        {
            order[ForecastOutputs.ArrivalCount + e] = 4 * ModelHeads.Horizons + e; // spillback, then overload, on both sides
        }

        return order;
    }
}
