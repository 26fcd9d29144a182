using Microsoft.ML.OnnxRuntime;
using Signals.Core.Prediction;
using Signals.Sim.Training.Onnx;

namespace Signals.Sim.Training.Congestion;

/// <summary>Answers of a model file to many rows at once, by ONNX Runtime: what is scored is what ships.</summary>
public static class ModelAnswers
{
    private const int BatchRows = 4096;

    /// <returns>As many values a row as <see cref="ForecastOutputs.Count"/>.</returns>
    public static float[] Of(byte[] model, FeatureTable rows)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        using var run = new RunOptions();
        var answers = new float[rows.Rows * ForecastOutputs.Count];
        for (var from = 0; from < rows.Rows; from += BatchRows)
        {
            var count = Math.Min(BatchRows, rows.Rows - from);
            var batch = rows.Values.Slice(from * rows.Columns, count * rows.Columns).ToArray();
            using var input = OrtValue.CreateTensorValueFromMemory(batch, [count, rows.Columns]);
            using var outputs = session.Run(run, [OnnxGraph.Input], [input], [OnnxGraph.Output]);
            outputs[0].GetTensorDataAsSpan<float>().CopyTo(answers.AsSpan(from * ForecastOutputs.Count));
        }

        return answers;
    }
}
