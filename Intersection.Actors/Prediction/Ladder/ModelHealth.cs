namespace Signals.Prediction.Ladder;

/// <summary>
/// Whether the model may speak: one gate for what an answer shows at once (second by second), one each for errors, coverage and inputs (window by window). A pure state machine.
/// </summary>
public sealed class ModelHealth
{
    private readonly ForecastLimits _limits;
    private readonly TripGate _answers;
    private readonly TripGate _errors;
    private readonly TripGate _coverage;
    private readonly TripGate _inputs;
    private ForecastCause _answerCause;

    public ModelHealth(ForecastLimits limits)
    {
        _limits = limits;
        _answers = new TripGate(limits.BadToTrip, limits.GoodSecondsToReturn);
        _errors = new TripGate(limits.BadToTrip, limits.GoodWindowsToReturn);
        _coverage = new TripGate(limits.BadToTrip, limits.GoodWindowsToReturn);
        _inputs = new TripGate(limits.BadToTrip, limits.GoodWindowsToReturn);
    }

    /// <summary>Why the model is kept silent; <see cref="ForecastCause.None"/> when it may speak.</summary>
    public ForecastCause Cause => _answers.IsTripped ? _answerCause
        : _inputs.IsTripped ? ForecastCause.Inputs
        : _errors.IsTripped ? ForecastCause.Errors
        : _coverage.IsTripped ? ForecastCause.Coverage
        : ForecastCause.None;

    /// <summary>One second's answer.</summary>
    /// <param name="cause">What was wrong with it, or <see cref="ForecastCause.None"/>.</param>
    public void NoteAnswer(ForecastCause cause)
    {
        _answerCause = cause != ForecastCause.None ? cause : _answerCause;
        _answers.Note(bad: cause != ForecastCause.None, good: cause == ForecastCause.None);
    }

    /// <summary>One window of forecasts that have come true, and of inputs.</summary>
    public void NoteWindow(ForecastScore score, InputWatch inputs)
    {
        _inputs.Note(inputs.Novelty > _limits.Novelty, inputs.Novelty <= _limits.GoodNovelty);
        if (score.Samples < _limits.LeastSamples)
        {
            return;
        }

        var changed = _errors.Note(score.ErrorRatio > _limits.ErrorRatio, score.ErrorRatio <= _limits.GoodErrorRatio);
        changed |= _coverage.Note(score.Coverage < _limits.LeastCoverage, score.Coverage >= _limits.GoodCoverage);
        if (changed)
        {
            score.Clear();
        }
    }
}
