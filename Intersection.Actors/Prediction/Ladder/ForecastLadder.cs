using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Units;
using Signals.Prediction.Running;

namespace Signals.Prediction.Ladder;

/// <summary>
/// Forecasts of one intersection: the model's while it is healthy, else history × ratio → history (or measured flow carried on) → what the plan was made for. A model that was
/// silenced goes on being asked and scored, and speaks again by itself. Not thread-safe: its intersection's tick owns it.
/// </summary>
public sealed class ForecastLadder : IArrivalForecast
{
    /// <summary>Horizon of the risks that are shown, of <see cref="ForecastHorizons.Risks"/>.</summary>
    private const int In5Min = 1;

    private readonly Intersection _intersection;
    private readonly IForecastDesk? _desk;
    private readonly ForecastSource _best;
    private readonly ForecastLimits _limits;
    private readonly IEventSink _events;
    private readonly ModelHealth _health;
    private readonly ForecastScore _score;
    private readonly InputWatch _inputs = new();
    private readonly float[] _outputs;
    private readonly ArrivalForecast[] _floor;
    private readonly float[] _quality;
    private Instant? _asked;
    private Instant? _windowBegan;

    /// <param name="intersection">Validated model.</param>
    /// <param name="best">Highest source that the configuration allows.</param>
    /// <param name="desk">Where the model is asked; null without one. With a lower <paramref name="best"/> its risks are shown, and its arrivals only scored.</param>
    /// <param name="limits">When the model is silenced.</param>
    /// <param name="events">Takes an event 20013 at each change.</param>
    public ForecastLadder(Intersection intersection, ForecastSource best, IForecastDesk? desk, ForecastLimits limits, IEventSink events)
    {
        var count = intersection.LaneGroups.Length;
        _intersection = intersection;
        _best = best;
        _desk = desk;
        _limits = limits;
        _events = events;
        _health = new ModelHealth(limits);
        _score = new ForecastScore(count, limits.WindowsKept);
        _outputs = new float[count * ForecastOutputs.Count];
        _floor = new ArrivalForecast[count];
        _quality = new float[count];
        Status.Cause = best == ForecastSource.Model ? ForecastCause.NoModel : ForecastCause.Configured;
    }

    public ForecastStatus Status { get; } = new();

    /// <summary>
    /// The model's last answer, one row of <see cref="ForecastOutputs"/> a lane group: quantiles and risks for those who show them. Meaningless while <see cref="ForecastStatus.Source"/> is not the model.
    /// </summary>
    public ReadOnlySpan<float> Outputs => _outputs;

    public void Ask(in ForecastFrame frame)
    {
        _asked = frame.Now;
        for (var i = 0; i < _floor.Length; i++)
        {
            _floor[i] = frame.Floor.Of(i, _best < ForecastSource.HistoricRatio ? ForecastSource.HistoricRatio : _best);
            _quality[i] = frame.LaneGroups[i].Quality;
        }

        if (_desk is null)
        {
            return;
        }

        for (var i = 0; i < _floor.Length; i++)
        {
            _score.Settle(frame.Now, i, frame.Rows[i * FeatureColumn.Count + FeatureColumn.ArrivalSum]);
        }

        _inputs.Note(frame.Rows, _desk.InputShapes);
        EndWindow(frame.Now);
        _desk.Post(frame.Rows, frame.Now);
    }

    public bool TryTake(Instant now, Span<ArrivalForecast> into)
    {
        if (_asked is not { } asked)
        {
            return false;
        }

        _asked = null;
        var answer = _desk?.Take(_outputs) ?? default;
        var wrong = Judge(answer, asked, now);
        _health.NoteAnswer(wrong);
        var usable = wrong is ForecastCause.None or ForecastCause.Late;
        if (usable && answer.At == asked)
        {
            Keep(asked);
        }

        var silent = _health.Cause != ForecastCause.None ? _health.Cause : usable ? ForecastCause.None : wrong;
        var cause = _best == ForecastSource.Model ? silent : ForecastCause.Configured;
        Fill(cause == ForecastCause.None, now - answer.At, now - asked, into);
        Report(cause, now, now - answer.At, into);
        Warn(silent == ForecastCause.None);
        return true;
    }

    private ForecastCause Judge(in DeskAnswer answer, Instant asked, Instant now)
    {
        var wrong = answer.State switch
        {
            DeskState.NoModel => ForecastCause.NoModel,
            DeskState.Failed => ForecastCause.Failed,
            DeskState.Waiting => ForecastCause.Late,
            _ when !AreNumbers(_outputs) => ForecastCause.Invalid,
            _ when now - answer.At > _limits.StaleAfter => ForecastCause.Stale,
            _ when answer.At != asked || answer.Took > _limits.SoftDeadline => ForecastCause.Late,
            _ => ForecastCause.None,
        };
        Status.Late += wrong is ForecastCause.Late or ForecastCause.Stale ? 1 : 0;
        Status.Invalid += wrong is ForecastCause.Invalid or ForecastCause.Failed ? 1 : 0;
        return answer.State == DeskState.Waiting ? ForecastCause.Stale : wrong;
    }

    private static bool AreNumbers(ReadOnlySpan<float> outputs)
    {
        foreach (var value in outputs)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private void Keep(Instant at)
    {
        const int Minute = 3;
        for (var i = 0; i < _floor.Length; i++)
        {
            var row = _outputs.AsSpan(i * ForecastOutputs.Count, ForecastOutputs.Count);
            _score.Keep(at, i, row[ForecastOutputs.Mean(Minute)], row[ForecastOutputs.Low(Minute)], row[ForecastOutputs.High(Minute)], _floor[i].In60s);
        }
    }

    private void Fill(bool byModel, Duration modelAge, Duration floorAge, Span<ArrivalForecast> into)
    {
        for (var i = 0; i < _floor.Length; i++)
        {
            into[i] = byModel ? OfModel(i, modelAge) : _floor[i] with { Age = floorAge };
        }
    }

    /// <summary>Means, made cumulative: each horizon was learned by itself.</summary>
    private ArrivalForecast OfModel(int laneGroup, Duration age)
    {
        var row = _outputs.AsSpan(laneGroup * ForecastOutputs.Count, ForecastOutputs.Count);
        var in5 = Math.Max(0, row[ForecastOutputs.Mean(0)]);
        var in15 = Math.Max(in5, row[ForecastOutputs.Mean(1)]);
        var in30 = Math.Max(in15, row[ForecastOutputs.Mean(2)]);
        var in60 = Math.Max(in30, row[ForecastOutputs.Mean(3)]);
        var in300 = Math.Max(in60, row[ForecastOutputs.Mean(4)]);
        var in900 = Math.Max(in300, row[ForecastOutputs.Mean(5)]);
        return new ArrivalForecast(in5, in15, in30, in60, in300, in900, ForecastSource.Model, age, 0.5f + 0.5f * _quality[laneGroup]);
    }

    private void EndWindow(Instant now)
    {
        _windowBegan ??= now;
        if (now - _windowBegan.Value < _limits.Window)
        {
            return;
        }

        _windowBegan = now;
        _health.NoteWindow(_score, _inputs);
        (Status.ErrorRatio, Status.Coverage) = (_score.ErrorRatio, _score.Coverage);
        _score.EndWindow();
        _inputs.EndWindow(_desk!.InputShapes);
        Status.StabilityIndex = _inputs.StabilityIndex;
    }

    private void Report(ForecastCause cause, Instant now, Duration age, ReadOnlySpan<ArrivalForecast> forecasts)
    {
        var worst = ForecastSource.Model;
        foreach (ref readonly var forecast in forecasts)
        {
            worst = forecast.Source > worst ? forecast.Source : worst;
        }

        var changed = cause != Status.Cause || Status.Forecasts == 0;
        Status.Forecasts++;
        Status.ByModel += cause == ForecastCause.None ? 1 : 0;
        Status.AgeSeconds = cause == ForecastCause.None ? age.TotalSeconds : Status.AgeSeconds;
        Status.Novelty = _inputs.Novelty;
        (Status.Source, Status.Cause) = (worst, cause);
        if (changed)
        {
            _events.Record(new HiResEvent(now, _intersection.Device, EventCode.ForecastSource, (int)worst + 16 * (int)cause));
        }
    }

    private void Warn(bool isHealthy) => (Status.SpillbackRisk, Status.OverloadRisk) = isHealthy
        ? (Greatest(ForecastOutputs.Spillback(In5Min)), Greatest(ForecastOutputs.Overload(In5Min)))
        : (double.NaN, double.NaN);

    private float Greatest(int column)
    {
        var greatest = 0f;
        for (var i = 0; i < _floor.Length; i++)
        {
            greatest = Math.Max(greatest, _outputs[i * ForecastOutputs.Count + column]);
        }

        return greatest;
    }
}
