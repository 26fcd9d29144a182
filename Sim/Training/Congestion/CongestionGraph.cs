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
        var n = ModelHeads.Horizons;
        var mean = graph.Node("Exp", graph.Columns(raw, ModelHeads.Mean(0), n));
        var median = graph.Columns(raw, ModelHeads.Median(0), ModelHeads.Median(0) + n);
        var low = graph.Columns(raw, ModelHeads.Low(0), ModelHeads.Low(0) + n);
        var high = graph.Columns(raw, ModelHeads.High(0), ModelHeads.High(0) + n);
        var least = graph.Constant([Calibration.LeastDistance]);
        low = graph.Node("Sub", median, Stretched(graph, graph.Node("Sub", median, low), least, calibration.LowStretch));
        high = graph.Node("Add", median, Stretched(graph, graph.Node("Sub", high, median), least, calibration.HighStretch));
        var odds = graph.Columns(raw, ModelHeads.Event(0), ModelHeads.Count);
        odds = graph.Node("Add", graph.Node("Mul", odds, graph.Constant(calibration.Slope.AsSpan())), graph.Constant(calibration.Shift.AsSpan()));
        var all = graph.Concat(mean, FromRoot(graph, low), FromRoot(graph, median), FromRoot(graph, high), graph.Node("Sigmoid", odds));
        graph.FinishInOrder(all, ModelHeads.Order.AsSpan());
        return graph;
    }

    private static string Stretched(OnnxGraph graph, string distance, string least, ImmutableArray<float> factor) =>
        graph.Node("Mul", graph.Node("Max", distance, least), graph.Constant(factor.AsSpan()));

    /// <summary>As <see cref="ModelHeads.FromRoot"/>.</summary>
    private static string FromRoot(OnnxGraph graph, string root)
    {
        var known = graph.Node("Relu", root);
        return graph.Node("Relu", graph.Node("Sub", graph.Node("Mul", known, known), graph.Constant([0.5f])));
    }
}
