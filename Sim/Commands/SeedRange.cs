using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Signals.Sim.Tuning;
using Signals.Sim.Validation;

namespace Signals.Sim.Commands;

/// <summary>Seeds on the command line: <c>101-104</c> or <c>101,103</c>.</summary>
internal static class SeedRange
{
    private const int Most = 32;

    /// <summary>Tuning seeds: never those that figures are reported on.</summary>
    public static Option<string> Tuning()
    {
        var option = new Option<string>("--seeds")
        {
            Description = $"Seeds that candidates are judged on, as in 101-104 or 101,103: {ValidationPlan.FirstTuningSeed} or above, at most {Most}. Default 101-104.",
            DefaultValueFactory = _ => $"{PlanTuning.Seeds[0]}-{PlanTuning.Seeds[^1]}",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Parse(result.Tokens[0].Value).IsEmpty)
            {
                result.AddError(
                    $"'{result.Tokens[0].Value}' is not possible for --seeds; write for example 101-104 or 101,103, each {ValidationPlan.FirstTuningSeed} or above, at most {Most}");
            }
        });
        return option;
    }

    /// <summary>The seeds in rising order, or none when the text is not accepted.</summary>
    public static ImmutableArray<ulong> Parse(string text)
    {
        var seeds = new SortedSet<ulong>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryRead(ends[0], out var first) || !TryRead(ends[^1], out var last) || last < first || last - first >= Most)
            {
                return [];
            }

            for (var seed = first; seed <= last; seed++)
            {
                seeds.Add(seed);
            }
        }

        return seeds.Count <= Most ? [.. seeds] : [];
    }

    private static bool TryRead(string text, out ulong seed) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed) && seed is >= ValidationPlan.FirstTuningSeed and <= int.MaxValue;
}
