using System.Diagnostics.CodeAnalysis;
using Signals.Core.Prediction;
using Signals.Core.Units;

namespace Signals.Prediction.Running;

/// <summary>Answers at once on the caller's thread: for virtual time, where a run must not depend on how busy the machine is. Not thread-safe.</summary>
public sealed class DirectDesk : IForecastDesk, IDisposable
{
    private readonly ICongestionModel _model;
    private readonly ICongestionRunner _runner;
    private readonly float[] _outputs;
    private DeskAnswer _answer = new(DeskState.Waiting, default, TimeSpan.Zero);

    /// <param name="model">Shared model; the desk does not dispose of it.</param>
    /// <param name="laneGroups">Rows of each question.</param>
    public DirectDesk(ICongestionModel model, int laneGroups)
    {
        _model = model;
        _runner = model.NewRunner(laneGroups);
        _outputs = new float[laneGroups * ForecastOutputs.Count];
    }

    public ReadOnlySpan<InputShape> InputShapes => _model.Metadata.InputShapes.AsSpan();

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a model throws costs its answer, never the tick.")]
    public void Post(ReadOnlySpan<float> rows, Instant at)
    {
        try
        {
            rows.CopyTo(_runner.Inputs);
            _runner.Run(rows.Length / FeatureColumn.Count).CopyTo(_outputs);
            _answer = new DeskAnswer(DeskState.Answered, at, TimeSpan.Zero);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _answer = new DeskAnswer(DeskState.Failed, at, TimeSpan.Zero);
        }
    }

    public DeskAnswer Take(Span<float> into)
    {
        _outputs.CopyTo(into);
        return _answer;
    }

    public void Dispose() => _runner.Dispose();
}
