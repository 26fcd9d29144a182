using System.Collections.Immutable;

namespace Signals.Core.Prediction;

/// <summary>
/// What a congestion model answers, one row a lane group, float32. Arrivals are vehicles that pass the upstream edge of what the sensors see (the farthest advance detector or area
/// zone; without one the stop line) within the horizon from now on. Risks are probabilities under the timing that is planned. A model names its outputs in its metadata, and they
/// must be these.
/// </summary>
public static class ForecastOutputs
{
    /// <summary>Values for each horizon of arrivals: mean and three quantiles.</summary>
    public const int PerHorizon = 4;

    private static readonly string[] Parts = ["mean", "q10", "q50", "q90"];

    /// <summary>A queue of this share of the storage is a spillback.</summary>
    public const double SpillbackShare = 0.85;

    /// <summary>Names in the order of the columns: <c>arrivals_5s_mean</c>, <c>…_q10</c>, <c>…_q50</c>, <c>…_q90</c>, …, <c>spillback_60s</c>, …, <c>overload_60s</c>, ….</summary>
    public static readonly ImmutableArray<string> Names = Build();

    /// <summary>Columns of a row.</summary>
    public static int Count => Names.Length;

    /// <summary>Columns of arrivals; the probabilities follow.</summary>
    public static int ArrivalCount => ForecastHorizons.Arrivals.Length * PerHorizon;

    /// <summary>Expected arrivals; <paramref name="horizon"/> is an index of <see cref="ForecastHorizons.Arrivals"/>.</summary>
    public static int Mean(int horizon) => horizon * PerHorizon;

    /// <summary>Quantile 0.1 of arrivals.</summary>
    public static int Low(int horizon) => horizon * PerHorizon + 1;

    /// <summary>Median of arrivals.</summary>
    public static int Median(int horizon) => horizon * PerHorizon + 2;

    /// <summary>Quantile 0.9 of arrivals.</summary>
    public static int High(int horizon) => horizon * PerHorizon + 3;

    /// <summary>Probability that the queue reaches <see cref="SpillbackShare"/> of the storage; <paramref name="horizon"/> is an index of <see cref="ForecastHorizons.Risks"/>.</summary>
    public static int Spillback(int horizon) => ArrivalCount + horizon;

    /// <summary>Probability that arrivals and present queue together exceed what the green of the horizon can discharge (v/c &gt; 1).</summary>
    public static int Overload(int horizon) => ArrivalCount + ForecastHorizons.Risks.Length + horizon;

    private static ImmutableArray<string> Build() =>
    [
        .. from seconds in ForecastHorizons.Arrivals
           from part in Parts
           select $"arrivals_{ForecastHorizons.NameOf(seconds)}_{part}",
        .. ForecastHorizons.Risks.Select(seconds => $"spillback_{ForecastHorizons.NameOf(seconds)}"),
        .. ForecastHorizons.Risks.Select(seconds => $"overload_{ForecastHorizons.NameOf(seconds)}"),
    ];
}
