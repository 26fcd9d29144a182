using System.Collections.Immutable;

namespace Signals.Sim.Training.Congestion;

/// <summary>How many spreads from the mean quantiles of arrivals lie, a value a horizon.</summary>
/// <param name="Low">Quantile 0.1.</param>
/// <param name="Median">Quantile 0.5.</param>
/// <param name="High">Quantile 0.9.</param>
public sealed record SpreadQuantiles(ImmutableArray<float> Low, ImmutableArray<float> Median, ImmutableArray<float> High)
{
    /// <summary>Those of one horizon.</summary>
    public (float Low, float Median, float High) At(int horizon) => (Low[horizon], Median[horizon], High[horizon]);

    /// <param name="distances">For each horizon how far outcomes were from their means, in spreads.</param>
    internal static SpreadQuantiles Of(IReadOnlyCollection<double[]> distances) => new(
        [.. distances.Select(d => Quantile(d, 0.1))], [.. distances.Select(d => Quantile(d, 0.5))], [.. distances.Select(d => Quantile(d, 0.9))]);

    /// <summary>Quantile of distances, each in spreads of its own row.</summary>
    /// <param name="distances">Outcome less mean, over the spread.</param>
    /// <param name="level">0–1.</param>
    internal static float Quantile(ReadOnlySpan<double> distances, double level)
    {
        var sorted = distances.ToArray();
        Array.Sort(sorted);
        var at = level < 0.5 ? Math.Floor((sorted.Length + 1) * level) - 1 : Math.Ceiling((sorted.Length + 1) * level) - 1; // outwards: never too narrow
        return (float)sorted[(int)Math.Clamp(at, 0, sorted.Length - 1)];
    }
}
