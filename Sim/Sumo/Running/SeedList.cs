using System.Collections.Immutable;
using System.Globalization;

namespace Signals.Sim.Sumo.Running;

/// <summary>Seeds on the command line: <c>1-10</c>, <c>101,103</c>, <c>1-3,7</c>.</summary>
public static class SeedList
{
    /// <summary>More than this in one command is a slip of the keyboard.</summary>
    public const int Most = 1000;

    /// <summary>Reads a list; a seed named twice counts once.</summary>
    /// <param name="text">Seeds and ranges of seeds, 0 to 2,147,483,647 (SUMO's range), separated by commas.</param>
    /// <param name="seeds">Ascending; empty on failure.</param>
    /// <param name="problem">What is wrong and what would be accepted; empty on success.</param>
    public static bool TryParse(string text, out ImmutableArray<int> seeds, out string problem)
    {
        var found = new SortedSet<int>();
        seeds = [];
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || last < first || last - first >= Most)
            {
                problem = $"'{part}' is not a seed or a range of at most {Most} seeds; accepted: 1-10 or 101,103";
                return false;
            }

            found.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        problem = found.Count == 0 ? "name at least one seed; accepted: 1-10 or 101,103" : "";
        seeds = [.. found];
        return found.Count > 0;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
