using Signals.Core.Prediction;
using Signals.Sim.Training.Onnx;

namespace Signals.Tests.Prediction;

/// <summary>Tiny model files: every output is (a factor × the flow of the row + an offset) of its column.</summary>
internal static class TestModels
{
    /// <summary>Column j answers (j + 1) × factor × flow.</summary>
    public static byte[] Linear(float factor = 1, Action<Dictionary<string, string>>? change = null, int features = FeatureColumn.Count, int? outputs = null)
    {
        var width = outputs ?? ForecastOutputs.Count;
        var graph = new OnnxGraph(features, width);
        var slope = Enumerable.Range(1, width).Select(j => j * factor).ToArray();
        graph.Finish("Mul", graph.Columns(OnnxGraph.Input, FeatureColumn.Flow, FeatureColumn.Flow + 1), graph.Constant(slope));
        var properties = new Dictionary<string, string>(Metadata(factor).ToProperties());
        change?.Invoke(properties);
        return graph.ToModel(properties);
    }

    public static ModelMetadata Metadata(float factor = 1)
    {
        var inputs = new float[2 * FeatureColumn.Count];
        Array.Fill(inputs, float.NaN);
        (inputs[FeatureColumn.Flow], inputs[FeatureColumn.Count + FeatureColumn.Flow]) = (0.5f, 2);
        return new ModelMetadata
        {
            TrainingWindow = "none",
            TrainingData = "none",
            Commit = "test",
            Seed = "0",
            Golden = new GoldenVectors(inputs, [.. from flow in new[] { 0.5f, 2 } from j in Enumerable.Range(1, ForecastOutputs.Count) select j * factor * flow]),
        };
    }

    /// <summary>Rows in which only the flow is known.</summary>
    public static float[] Rows(params float[] flows)
    {
        var rows = new float[flows.Length * FeatureColumn.Count];
        Array.Fill(rows, float.NaN);
        for (var i = 0; i < flows.Length; i++)
        {
            rows[i * FeatureColumn.Count + FeatureColumn.Flow] = flows[i];
        }

        return rows;
    }
}
