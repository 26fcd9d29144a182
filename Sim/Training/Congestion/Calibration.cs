using System.Collections.Immutable;

namespace Signals.Sim.Training.Congestion;

/// <summary>
/// Corrections learned on corridors that the trees did not see: how far quantiles are to be stretched from the median so that a tenth lies beyond each (split
/// conformal, Romano et al. 2019), and the line through each event's log odds (Platt 1999).
/// </summary>
/// <param name="LowStretch">For each horizon, factor on median − low.</param>
/// <param name="HighStretch">Factor on high − median.</param>
/// <param name="Slope">For each event, factor on the log odds.</param>
/// <param name="Shift">Added to them.</param>
public sealed record Calibration(
    ImmutableArray<float> LowStretch, ImmutableArray<float> HighStretch, ImmutableArray<float> Slope, ImmutableArray<float> Shift)
{
    private const double Beyond = 0.1;

    /// <summary>Least distance of a quantile from the median, on the root scale.</summary>
    public const float LeastDistance = 0.05f;

    /// <summary>Factor for one side.</summary>
    /// <param name="median">Median of each row.</param>
    /// <param name="quantile">The quantile as boosted.</param>
    /// <param name="truth">What came, on the same scale.</param>
    internal static float Stretch(ReadOnlySpan<double> median, ReadOnlySpan<double> quantile, ReadOnlySpan<float> truth, bool isLow)
    {
        var scores = new double[truth.Length];
        for (var row = 0; row < scores.Length; row++)
        {
            var (distance, miss) = isLow ? (median[row] - quantile[row], median[row] - truth[row]) : (quantile[row] - median[row], truth[row] - median[row]);
            scores[row] = miss / Math.Max(LeastDistance, distance);
        }

        Array.Sort(scores);
        var at = (int)Math.Ceiling((scores.Length + 1) * (1 - Beyond)) - 1;
        return (float)Math.Max(0.1, scores[Math.Min(at, scores.Length - 1)]);
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
