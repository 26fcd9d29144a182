namespace Signals.Core.Prediction;

/// <summary>Greatest value of the last minute, 5 and 15 minutes, kept in steps of 5 s: a window covers up to 5 s more than its name says. NaN is a value that is not known.</summary>
internal sealed class PeakSeries
{
    private const int StepSeconds = FeatureColumn.LagSeconds;

    private readonly float[] _steps = new float[ForecastHorizons.Risks[^1] / StepSeconds + 1];
    private int _current;
    private int _seconds;

    public PeakSeries() => Array.Fill(_steps, float.NaN);

    /// <summary>One second has passed.</summary>
    public void Add(float value)
    {
        if (_seconds == StepSeconds)
        {
            _seconds = 0;
            _current = (_current + 1) % _steps.Length;
            _steps[_current] = float.NaN;
        }

        _seconds++;
        _steps[_current] = Greater(_steps[_current], value);
    }

    /// <summary>Greatest known value of a window of <see cref="ForecastHorizons.Risks"/>; NaN when none is known.</summary>
    public float Peak(int window)
    {
        var peak = float.NaN;
        for (var step = 0; step <= ForecastHorizons.Risks[window] / StepSeconds; step++)
        {
            peak = Greater(peak, _steps[(_current - step + _steps.Length) % _steps.Length]);
        }

        return peak;
    }

    private static float Greater(float a, float b) => float.IsNaN(a) || b > a ? b : a;
}
