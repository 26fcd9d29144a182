using System.Globalization;
using Signals.Core.Units;

namespace Signals.Core.Safety.Standards;

/// <summary>What a standard asks of one interval, and its judgement of a value that a file chose instead.</summary>
/// <param name="What">Interval, as engineers call it: <c>yellow</c>.</param>
/// <param name="Value">The standard's own value, used when the file says nothing.</param>
/// <param name="Least">Below this is an error.</param>
/// <param name="AdvisedLeast">Below this is a warning.</param>
/// <param name="AdvisedMost">Above this is a warning.</param>
/// <param name="Most">Above this is an error.</param>
/// <param name="Basis">What the value was computed for: <c>35 mph</c>.</param>
/// <param name="Authority">Short name of the standard, for messages: <c>MUTCD</c>.</param>
/// <param name="Source">Formula and clause.</param>
public sealed record TimingRequirement(
    string What, Duration Value, Duration Least, Duration AdvisedLeast, Duration AdvisedMost, Duration Most,
    string Basis, string Authority, string Source)
{
    /// <summary>True when a value longer than the computed one is worth an info; false for minimum green and walk, where it is everyday.</summary>
    public bool LongerIsNotable { get; init; } = true;

    /// <summary>Null when the chosen value is within guidance.</summary>
    public TimingVerdict? Judge(Duration chosen)
    {
        if (chosen < Least)
        {
            return new(Severity.Error, $"{What} {Text(chosen)} is below the {Authority} minimum {Text(Least)}; use {Text(Value)}{For}");
        }

        if (chosen > Most)
        {
            return new(Severity.Error, $"{What} {Text(chosen)} is above the {Authority} maximum {Text(Most)}; use {Text(Value)}{For}");
        }

        if (chosen < AdvisedLeast)
        {
            return new(Severity.Warning, $"{What} {Text(chosen)} is shorter than {Authority} guidance {Text(AdvisedLeast)}{For} ({Source})");
        }

        if (chosen > AdvisedMost)
        {
            return new(Severity.Warning, $"{What} {Text(chosen)} is longer than {Authority} guidance {Text(AdvisedMost)}{For} ({Source})");
        }

        return chosen > Value && LongerIsNotable
            ? new(Severity.Info, $"{What} {Text(chosen)} is longer than the computed {Text(Value)}{For}; the file's value is used")
            : null;
    }

    /// <summary>The stricter of two requirements on the same interval, as when one group serves two approaches.</summary>
    public static TimingRequirement Stricter(TimingRequirement a, TimingRequirement b)
    {
        var longer = a.Value >= b.Value ? a : b;
        return longer with
        {
            Least = Duration.Max(a.Least, b.Least),
            AdvisedLeast = Duration.Max(a.AdvisedLeast, b.AdvisedLeast),
            AdvisedMost = Duration.Max(a.AdvisedMost, b.AdvisedMost),
            Most = Duration.Max(a.Most, b.Most),
        };
    }

    private string For => Basis.Length == 0 ? "" : " for " + Basis;

    private static string Text(Duration duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0##} s");
}

/// <summary>Judgement of a value that overrides the standard's.</summary>
public sealed record TimingVerdict(Severity Severity, string Message);
