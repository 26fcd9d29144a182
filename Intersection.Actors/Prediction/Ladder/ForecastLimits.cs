using Signals.Core.Units;

namespace Signals.Prediction.Ladder;

/// <summary>When a model stops speaking, and when it speaks again. Immutable.</summary>
public sealed record ForecastLimits
{
    public static readonly ForecastLimits Default = new();

    /// <summary>Wall time of a call beyond which its answer counts as late, as one does that is not there at the next tick. A call takes about 1 ms; the rest is the scheduler. Default 5 ms.</summary>
    public TimeSpan SoftDeadline { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>An answer older than this is not used. Default 3 s: three questions.</summary>
    public Duration StaleAfter { get; init; } = Duration.FromSeconds(3);

    /// <summary>Bad windows in a row that trip; a window is a second for what an answer shows at once, and <see cref="Window"/> for what only time shows. Default 3.</summary>
    public int BadToTrip { get; init; } = 3;

    /// <summary>Good seconds in a row after which a model that was late, silent or invalid speaks again. Default 30.</summary>
    public int GoodSecondsToReturn { get; init; } = 30;

    /// <summary>Good windows in a row after which a model that had drifted speaks again. Default 3.</summary>
    public int GoodWindowsToReturn { get; init; } = 3;

    /// <summary>Window of errors, coverage and inputs. Default 5 min.</summary>
    public Duration Window { get; init; } = Duration.FromSeconds(300);

    /// <summary>Windows over which they are judged together. Default 12: an hour.</summary>
    public int WindowsKept { get; init; } = 12;

    /// <summary>Forecasts that must have come true before they are judged. Default 300.</summary>
    public int LeastSamples { get; init; } = 300;

    /// <summary>Absolute error of the model against that of history and ratio, arrivals of 60 s, above which a window is bad. Default 1.1.</summary>
    public double ErrorRatio { get; init; } = 1.1;

    /// <summary>… and below which it is good again. Default 1.</summary>
    public double GoodErrorRatio { get; init; } = 1;

    /// <summary>Share of arrivals within the interval from 0.1 to 0.9 below which a window is bad: nominal 0.8. Default 0.6.</summary>
    public double LeastCoverage { get; init; } = 0.6;

    /// <summary>… and from which on it is good again. Default 0.65.</summary>
    public double GoodCoverage { get; init; } = 0.65;

    /// <summary>Share of inputs that are out of range or beyond what the training data hold, above which a window is bad. Default 0.1.</summary>
    public double Novelty { get; init; } = 0.1;

    /// <summary>… and below which it is good again. Default 0.05.</summary>
    public double GoodNovelty { get; init; } = 0.05;
}
