using Signals.Core.Prediction;
using Signals.Prediction.Running;

namespace Signals.Tests.Prediction;

/// <summary>A model that a test makes answer, throw or take its time.</summary>
internal sealed class ScriptedModel(Action<float[], float[]> answer) : ICongestionModel
{
    private int _disposed;

    public ModelMetadata Metadata { get; init; } = TestModels.Metadata();

    public string Fingerprint => "scripted";

    public bool IsDisposed => Volatile.Read(ref _disposed) > 0;

    public ICongestionRunner NewRunner(int maximumRows) => new Runner(maximumRows, answer);

    public void Dispose() => Interlocked.Increment(ref _disposed);

    private sealed class Runner(int maximumRows, Action<float[], float[]> answer) : ICongestionRunner
    {
        private readonly float[] _inputs = new float[maximumRows * FeatureColumn.Count];
        private readonly float[] _outputs = new float[maximumRows * ForecastOutputs.Count];

        public int MaximumRows => maximumRows;

        public Span<float> Inputs => _inputs;

        public ReadOnlySpan<float> Run(int rows)
        {
            answer(_inputs, _outputs);
            return _outputs.AsSpan(0, rows * ForecastOutputs.Count);
        }

        public void Dispose()
        {
        }
    }
}
