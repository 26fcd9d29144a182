using Signals.Sim.Traffic;

namespace Signals.Sim.Training.Scoring;

/// <summary>Intervals of a figure by drawing whole blocks (days, corridors) with replacement: what lies within a block resembles itself.</summary>
internal static class BlockDraws
{
    private const int Draws = 1000;

    /// <summary>95 % interval.</summary>
    /// <param name="blocks">Blocks that hold anything.</param>
    /// <param name="seed">Decides the draws; the same seed draws the same blocks for another figure.</param>
    /// <param name="figure">The figure of drawn blocks.</param>
    public static (double Low, double High) Interval(ReadOnlySpan<int> blocks, ulong seed, Func<int[], double> figure)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, 0xB10C));
        var drawn = new int[blocks.Length];
        var figures = new List<double>(Draws);
        for (var draw = 0; draw < Draws; draw++)
        {
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = blocks[(int)(random.NextDouble() * blocks.Length)];
            }

            var value = figure(drawn);
            if (!double.IsNaN(value))
            {
                figures.Add(value);
            }
        }

        figures.Sort();
        return figures.Count == 0 ? (double.NaN, double.NaN) : (figures[(int)(0.025 * figures.Count)], figures[(int)(0.975 * figures.Count)]);
    }
}
