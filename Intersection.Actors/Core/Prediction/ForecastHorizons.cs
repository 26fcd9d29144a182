using System.Collections.Immutable;

namespace Signals.Core.Prediction;

/// <summary>Times ahead for which arrivals and risks are forecast.</summary>
public static class ForecastHorizons
{
    /// <summary>Arrivals within these many seconds from now.</summary>
    public static readonly ImmutableArray<int> Arrivals = [5, 15, 30, 60, 300, 900];

    /// <summary>Spillback and overload within these many seconds from now.</summary>
    public static readonly ImmutableArray<int> Risks = [60, 300, 900];

    /// <summary>Horizons of arrivals that fall within a signal plan's look-ahead.</summary>
    public const int Near = 4;

    /// <summary>Name of a horizon in features and outputs: <c>5s</c> … <c>60s</c>, <c>5min</c>, <c>15min</c>.</summary>
    public static string NameOf(int seconds) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(seconds > 60 ? seconds / 60 : seconds)}{(seconds > 60 ? "min" : "s")}");
}
