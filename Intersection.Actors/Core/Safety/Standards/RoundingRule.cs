using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>How a computed time becomes a programmable one. Agencies differ: MassDOT's table rounds to nearest, most round up.</summary>
public enum RoundingRule : byte
{
    UpToTenth = 0,
    NearestTenth = 1,
    UpToHalf = 2,
    UpToSecond = 3,
}

/// <summary>Applies a <see cref="RoundingRule"/>.</summary>
public static class RoundingRules
{
    /// <summary>A computed value this close above a step is that step: 3.6000000001 s is 3.6 s, not 3.7 s.</summary>
    private const double Tolerance = 1e-6;

    public static Duration Round(this RoundingRule rule, double seconds) => rule switch
    {
        RoundingRule.UpToTenth => Up(seconds, 100),
        RoundingRule.NearestTenth => new Duration((long)Math.Floor(seconds * 10 + 0.5 + Tolerance) * 100),
        RoundingRule.UpToHalf => Up(seconds, 500),
        RoundingRule.UpToSecond => Up(seconds, 1000),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "unknown rounding rule"),
    };

    private static Duration Up(double seconds, long stepMs) => new((long)Math.Ceiling(seconds * 1000 / stepMs - Tolerance) * stepMs);
}
