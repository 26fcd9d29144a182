using System.Diagnostics.CodeAnalysis;

namespace Signals.Prediction.Running;

/// <summary>
/// Answers the questions of all intersections on one thread of its own below normal priority, so that a slow or stuck model can delay nothing but forecasts. A question that is not
/// yet begun is replaced by the next one: there is at most one for each intersection.
/// </summary>
public sealed class PredictionWorker : IDisposable
{
    /// <summary>Lane groups that one intersection may have.</summary>
    public const int MostRows = 64;

    /// <summary>How long the end of the thread is waited for: a stuck model keeps no service from stopping.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(2);

    private readonly ModelSlot _slot;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private volatile WorkerDesk[] _desks = [];
    private volatile bool _ending;
    private ICongestionModel? _model;
    private ICongestionRunner? _runner;
    private long _failures;

    /// <param name="slot">Where the model in force is found; looked at before every answer.</param>
    /// <param name="time">Clock that measures how long answers take.</param>
    public PredictionWorker(ModelSlot slot, TimeProvider time)
    {
        _slot = slot;
        _time = time;
        _thread = new Thread(Work) { IsBackground = true, Name = "prediction", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Answers that the model failed to give.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Opens the desk of one intersection.</summary>
    /// <param name="laneGroups">Rows of its questions, 1 to <see cref="MostRows"/>.</param>
    public IForecastDesk Open(int laneGroups)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(laneGroups, MostRows);
        var desk = new WorkerDesk(laneGroups, this);
        lock (_gate)
        {
            _desks = [.. _desks, desk];
        }

        return desk;
    }

    /// <summary>Closes a desk that was opened here.</summary>
    public void Close(IForecastDesk desk)
    {
        lock (_gate)
        {
            _desks = [.. _desks.Where(d => !ReferenceEquals(d, desk))];
        }
    }

    public void Dispose()
    {
        if (_ending)
        {
            return;
        }

        _ending = true;
        _wake.Set();
        if (_thread.Join(EndWithin))
        {
            _wake.Dispose();
        }
    }

    internal void Wake()
    {
        if (!_ending)
        {
            _wake.Set();
        }
    }

    private void Work()
    {
        while (!_ending)
        {
            _wake.WaitOne();
            foreach (var desk in _desks)
            {
                Serve(desk);
            }
        }

        _runner?.Dispose();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a model throws costs its answer; the next rung of the ladder takes over.")]
    private void Serve(WorkerDesk desk)
    {
        try
        {
            Answer(desk);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Interlocked.Increment(ref _failures);
            desk.Decline(DeskState.Failed);
        }
    }

    private void Answer(WorkerDesk desk)
    {
        if (!ReferenceEquals(_slot.Current, _model))
        {
            _runner?.Dispose();
            _runner = _slot.NewRunner(MostRows, out _model);
        }

        if (_runner is null)
        {
            desk.Decline(DeskState.NoModel);
            return;
        }

        if (desk.TryBegin(_runner.Inputs, out var at))
        {
            var started = _time.GetTimestamp();
            var outputs = _runner.Run(desk.LaneGroups);
            desk.Answer(outputs, _model!.Metadata.InputShapes, new DeskAnswer(DeskState.Answered, at, _time.GetElapsedTime(started)));
        }
    }
}
