using Signals.Sim.Traffic;
using Signals.Sim.Training.Counts;

namespace Signals.Tests.Sim.Training.Counts;

/// <summary>Made-up counts: a daily and weekly pattern, days that are busier than others, and chance.</summary>
internal static class SyntheticCounts
{
    public static CountHistory Make(int days, int binMinutes, ulong seed)
    {
        var random = new SeededRandom(seed);
        var perDay = 24 * 60 / binMinutes;
        var counts = new[] { new float[days * perDay], new float[days * perDay] };
        var (level, wave) = (1.0, 0.0);
        for (var bin = 0; bin < counts[0].Length; bin++)
        {
            level = bin % perDay == 0 ? 1 + 0.2 * random.NextBell() : level;
            wave = 0.8 * wave + 0.1 * random.NextBell();
            var weekend = bin / perDay % 7 >= 5 ? 0.6 : 1;
            var mean = 60 * weekend * level * (1 + wave) * (1.1 - Math.Cos(2 * Math.PI * bin / perDay));
            foreach (var place in counts)
            {
                place[bin] = (float)Math.Max(0, Math.Round(mean + Math.Sqrt(Math.Max(1, mean)) * random.NextBell()));
            }
        }

        return new CountHistory("synthetic", new DateTime(2026, 1, 5), binMinutes, ["a", "b"], [.. counts]);
    }
}
