using Microsoft.ML.OnnxRuntime;
using Signals.Core.Prediction;
using ModelMetadata = Signals.Core.Prediction.ModelMetadata;

namespace Signals.Prediction.Running;

/// <summary>Input and output memory that is bound to the session once for each number of rows: a call copies nothing and allocates nothing.</summary>
internal sealed class OnnxCongestionRunner : ICongestionRunner
{
    private readonly InferenceSession _session;
    private readonly Action _leave;
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly Binding?[] _bindings;
    private readonly RunOptions _options = new();
    private bool _disposed;

    public OnnxCongestionRunner(InferenceSession session, int maximumRows, Action leave)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumRows, 1);
        _session = session;
        _leave = leave;
        _inputs = GC.AllocateArray<float>(maximumRows * FeatureColumn.Count, pinned: true);
        _outputs = GC.AllocateArray<float>(maximumRows * ForecastOutputs.Count, pinned: true);
        _bindings = new Binding?[maximumRows + 1];
    }

    public int MaximumRows => _bindings.Length - 1;

    public Span<float> Inputs => _inputs;

    public ReadOnlySpan<float> Run(int rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var binding = _bindings[rows] ??= new Binding(_session, _inputs, _outputs, rows);
        _session.RunWithBinding(_options, binding.Bound);
        return _outputs.AsSpan(0, rows * ForecastOutputs.Count);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (var binding in _bindings)
        {
            binding?.Dispose();
        }

        _options.Dispose();
        _leave();
    }

    /// <summary>The first rows of the buffers, bound.</summary>
    private sealed class Binding : IDisposable
    {
        private readonly OrtValue _input;
        private readonly OrtValue _output;

        public Binding(InferenceSession session, float[] inputs, float[] outputs, int rows)
        {
            _input = Tensor(inputs, rows, FeatureColumn.Count);
            _output = Tensor(outputs, rows, ForecastOutputs.Count);
            Bound = session.CreateIoBinding();
            Bound.BindInput(ModelMetadata.InputName, _input);
            Bound.BindOutput(ModelMetadata.OutputName, _output);
        }

        public OrtIoBinding Bound { get; }

        public void Dispose()
        {
            Bound.Dispose();
            _input.Dispose();
            _output.Dispose();
        }

        private static OrtValue Tensor(float[] buffer, int rows, int columns) =>
            OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer.AsMemory(0, rows * columns), [rows, columns]);
    }
}
