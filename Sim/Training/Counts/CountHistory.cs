using System.Collections.Immutable;

namespace Signals.Sim.Training.Counts;

/// <summary>Counts of vehicles in equal bins at several places, as an agency keeps them. Immutable.</summary>
/// <param name="Name">Title, for reports.</param>
/// <param name="Start">Local time at which the first bin begins.</param>
/// <param name="BinMinutes">Length of a bin; a whole number of bins make an hour.</param>
/// <param name="Places">Names of the sections, detectors or movements.</param>
/// <param name="Counts">For each place one value a bin, all equally long; NaN is missing.</param>
public sealed record CountHistory(string Name, DateTime Start, int BinMinutes, ImmutableArray<string> Places, ImmutableArray<float[]> Counts)
{
    /// <summary>Bins of every place.</summary>
    public int Bins => Counts.IsEmpty ? 0 : Counts[0].Length;

    public int BinsPerDay => 24 * 60 / BinMinutes;

    public int BinsPerWeek => 7 * BinsPerDay;

    /// <summary>Whole days.</summary>
    public int Days => Bins / BinsPerDay;

    /// <summary>Day of a bin, 0 the first.</summary>
    public int DayOf(int bin) => bin / BinsPerDay;

    /// <summary>Day of the week of a bin.</summary>
    public DayOfWeek WeekdayOf(int bin) => Start.AddMinutes((double)bin * BinMinutes).DayOfWeek;

    /// <summary>Values that a counter writes when it is out of order: zeros for hours on end become missing.</summary>
    /// <param name="atLeast">Bins of zeros in a row that are not believed, ≥ 1.</param>
    public CountHistory WithoutZeroRuns(int atLeast)
    {
        var cleaned = Counts.Select(column => (float[])column.Clone()).ToImmutableArray();
        foreach (var column in cleaned)
        {
            for (var bin = 0; bin < column.Length;)
            {
                var end = bin;
                while (end < column.Length && column[end] == 0)
                {
                    end++;
                }

                if (end - bin >= atLeast)
                {
                    column.AsSpan(bin, end - bin).Fill(float.NaN);
                }

                bin = Math.Max(end, bin + 1);
            }
        }

        return this with { Counts = cleaned };
    }
}
