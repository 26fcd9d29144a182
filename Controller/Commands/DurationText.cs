using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using Signals.Core.Units;

namespace Signals.Controller.Commands;

/// <summary>Lengths of time on the command line: <c>60s</c>, <c>15m</c>, <c>1h30m</c>, <c>500ms</c>; a bare number is seconds.</summary>
public static partial class DurationText
{
    private const string Accepted = "accepted: 60s, 15m, 1h30m, 500ms, or seconds";

    public static bool TryParse(string text, out Duration duration)
    {
        duration = Duration.Zero;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            duration = Duration.FromSeconds(seconds);
            return true;
        }

        if (!Whole().IsMatch(text))
        {
            return false;
        }

        foreach (Match part in Part().Matches(text))
        {
            duration += Duration.FromSeconds(double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * Unit(part.Groups[2].Value));
        }

        return true;
    }

    /// <summary>An option that takes a length of time.</summary>
    public static Option<Duration> Option(string name, Duration standard, string description) => new(name)
    {
        Description = $"{description} Default {Compact(standard)}.",
        HelpName = "TIME",
        DefaultValueFactory = _ => standard,
        CustomParser = Parse,
    };

    /// <summary>An option that takes a length of time and has no default.</summary>
    public static Option<Duration?> OptionalOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => Parse(result),
    };

    /// <summary>Shortest exact form: <c>15m</c>, <c>90s</c>, <c>1.5s</c>.</summary>
    public static string Compact(Duration duration) =>
        duration.Milliseconds != 0 && duration.Milliseconds % 60_000 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{duration.Milliseconds / 60_000}m")
            : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###}s");

    private static Duration Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryParse(text, out var duration))
        {
            return duration;
        }

        result.AddError($"'{text}' is not a length of time; {Accepted}");
        return Duration.Zero;
    }

    private static double Unit(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        _ => 0.001,
    };

    [GeneratedRegex(@"^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(ms|h|m|s)")]
    private static partial Regex Part();
}
