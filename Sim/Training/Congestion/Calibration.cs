using System.Collections.Immutable;

namespace Signals.Sim.Training.Congestion;

/// <summary>
/// Corrections learned on corridors that the trees did not see: how many spreads from the mean a tenth, half and nine tenths of all outcomes lie (split conformal prediction with normalised
/// residuals, Lei et al. 2018), and the line through each event's log odds (Platt 1999). Distances are taken apart for forecasts of few and of many vehicles, in kinds that part at
/// <see cref="Edges"/> (Mondrian conformal prediction, Vovk et al. 2003): where the lower end is zero nothing can lie below it, and constants for all would make the others too narrow.
/// </summary>
/// <param name="Kinds">Quantiles of each kind, fewest vehicles first; one more than edges.</param>
/// <param name="Slope">For each event, factor on the log odds.</param>
/// <param name="Shift">Added to them.</param>
public sealed record Calibration(ImmutableArray<SpreadQuantiles> Kinds, ImmutableArray<float> Slope, ImmutableArray<float> Shift)
{
    /// <summary>
    /// Means at which kinds part, vehicles. 2.3 is ln 10: a Poisson count of this mean is zero in a tenth of all cases, so that from here down its quantile 0.1 is zero.
    /// </summary>
    public static readonly ImmutableArray<float> Edges = [1f, 2.3026f, 6f, 20f];

    /// <summary>Half the width, as a share of an edge, over which one kind passes into the next: a quantile must not jump where the mean hardly moves.</summary>
    public const float Passage = 0.2f;

    /// <summary>Fewest forecasts that a kind is calibrated with; one that has fewer at a horizon takes those of the kinds beside it too.</summary>
    private const int LeastForecasts = 1000;

    /// <summary>Kinds that there are.</summary>
    public static int KindCount => Edges.Length + 1;

    /// <summary>Spreads from the mean to quantiles 0.1, 0.5 and 0.9.</summary>
    /// <param name="horizon">Index of the horizon.</param>
    /// <param name="mean">Vehicles.</param>
    public (float Low, float Median, float High) At(int horizon, double mean)
    {
        var (low, median, high) = Kinds[0].At(horizon);
        for (var edge = 0; edge < Edges.Length; edge++)
        {
            var share = (float)Math.Clamp((mean - (1 - Passage) * Edges[edge]) / (2 * Passage * Edges[edge]), 0, 1);
            var (from, to) = (Kinds[edge].At(horizon), Kinds[edge + 1].At(horizon));
            low += share * (to.Low - from.Low);
            median += share * (to.Median - from.Median);
            high += share * (to.High - from.High);
        }

        return (low, median, high);
    }

    /// <summary>Distances of one kind, and of as many beside it as it takes to have enough.</summary>
    /// <param name="distances">Of all forecasts of a horizon, in spreads.</param>
    /// <param name="means">Their means.</param>
    /// <param name="kind">Which, from 0.</param>
    internal static double[] OfKind(double[] distances, double[] means, int kind)
    {
        double[] found = [];
        for (var reach = 0; reach < KindCount && found.Length < LeastForecasts; reach++)
        {
            found = [.. distances.Where((_, row) => Math.Abs(KindOf(means[row]) - kind) <= reach)];
        }

        return found;
    }

    private static int KindOf(double mean)
    {
        var kind = 0;
        while (kind < Edges.Length && mean > Edges[kind])
        {
            kind++;
        }

        return kind;
    }

    /// <summary>Line that makes log odds honest, by Newton's method on the log loss.</summary>
    internal static (float Slope, float Shift) Line(ReadOnlySpan<double> logOdds, ReadOnlySpan<float> happened)
    {
        const double Prior = 1; // keeps the line where it is when nothing, or everything, happened
        var (slope, shift) = (1.0, 0.0);
        for (var round = 0; round < 30; round++)
        {
            double slopeError = Prior * (slope - 1), shiftError = Prior * shift, ss = Prior, sb = 0, bb = Prior;
            for (var row = 0; row < logOdds.Length; row++)
            {
                var p = 1 / (1 + Math.Exp(-(slope * logOdds[row] + shift)));
                var weight = p * (1 - p);
                slopeError += (p - happened[row]) * logOdds[row];
                shiftError += p - happened[row];
                ss += weight * logOdds[row] * logOdds[row];
                sb += weight * logOdds[row];
                bb += weight;
            }

            var determinant = ss * bb - sb * sb;
            slope -= (bb * slopeError - sb * shiftError) / determinant;
            shift -= (ss * shiftError - sb * slopeError) / determinant;
        }

        return ((float)slope, (float)shift);
    }
}
