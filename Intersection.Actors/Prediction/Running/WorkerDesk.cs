using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Core.Units;

namespace Signals.Prediction.Running;

/// <summary>
/// The desk between a tick and the prediction worker: one question, latest wins, and one answer. Both sides hold the lock for the length of a copy of a few kilobytes.
/// </summary>
internal sealed class WorkerDesk(int laneGroups, PredictionWorker worker) : IForecastDesk
{
    private readonly Lock _gate = new();
    private readonly float[] _question = new float[laneGroups * FeatureColumn.Count];
    private readonly float[] _answer = new float[laneGroups * ForecastOutputs.Count];
    private ImmutableArray<InputShape> _shapes = [];
    private Instant _askedAt;
    private bool _pending;
    private DeskAnswer _last = new(DeskState.Waiting, default, TimeSpan.Zero);

    public int LaneGroups => laneGroups;

    public ReadOnlySpan<InputShape> InputShapes
    {
        get
        {
            lock (_gate)
            {
                return _shapes.AsSpan();
            }
        }
    }

    public void Post(ReadOnlySpan<float> rows, Instant at)
    {
        lock (_gate)
        {
            rows.CopyTo(_question);
            _askedAt = at;
            _pending = true;
        }

        worker.Wake();
    }

    public DeskAnswer Take(Span<float> into)
    {
        lock (_gate)
        {
            _answer.CopyTo(into);
            return _last;
        }
    }

    /// <summary>Takes the question for answering; false when there is none.</summary>
    public bool TryBegin(Span<float> into, out Instant at)
    {
        lock (_gate)
        {
            at = _askedAt;
            if (!_pending)
            {
                return false;
            }

            _pending = false;
            _question.CopyTo(into);
            return true;
        }
    }

    public void Answer(ReadOnlySpan<float> outputs, ImmutableArray<InputShape> shapes, in DeskAnswer answer)
    {
        lock (_gate)
        {
            outputs.CopyTo(_answer);
            _shapes = shapes;
            _last = answer;
        }
    }

    /// <summary>The question cannot be answered.</summary>
    public void Decline(DeskState state)
    {
        lock (_gate)
        {
            _pending = false;
            _shapes = [];
            _last = new DeskAnswer(state, _askedAt, TimeSpan.Zero);
        }
    }
}
