using System.Collections.Immutable;

namespace Signals.Sim.Training.Congestion;

/// <summary>
/// Corrections learned on corridors that the trees did not see: how many spreads from the mean a tenth, half and nine tenths of all outcomes lie (split conformal prediction with normalised
/// residuals, Lei et al. 2018), and the line through each event's log odds (Platt 1999).
/// </summary>
/// <param name="Low">For each horizon, spreads from the mean to quantile 0.1.</param>
/// <param name="Median">To quantile 0.5.</param>
/// <param name="High">To quantile 0.9.</param>
/// <param name="Slope">For each event, factor on the log odds.</param>
/// <param name="Shift">Added to them.</param>
public sealed record Calibration(
    ImmutableArray<float> Low, ImmutableArray<float> Median, ImmutableArray<float> High, ImmutableArray<float> Slope, ImmutableArray<float> Shift)
{
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
