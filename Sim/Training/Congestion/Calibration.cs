using System.Collections.Immutable;

namespace Signals.Sim.Training.Congestion;

/// <summary>
/// Corrections learned on corridors that the trees did not see: how many spreads from the mean a tenth, half and nine tenths of all outcomes lie (split conformal prediction with normalised
/// residuals, Lei et al. 2018), and the line through each event's log odds (Platt 1999). Distances are taken for forecasts of few and of many vehicles apart (Mondrian conformal prediction,
/// Vovk et al. 2003): where the lower end is zero nothing can lie below it, and constants for both would make the others too narrow.
/// </summary>
/// <param name="Few">For means up to <see cref="FewVehicles"/>.</param>
/// <param name="Many">For greater ones.</param>
/// <param name="Slope">For each event, factor on the log odds.</param>
/// <param name="Shift">Added to them.</param>
public sealed record Calibration(SpreadQuantiles Few, SpreadQuantiles Many, ImmutableArray<float> Slope, ImmutableArray<float> Shift)
{
    /// <summary>ln 10: a Poisson count of this mean is zero in a tenth of all cases, so that from here down its quantile 0.1 is zero.</summary>
    public const float FewVehicles = 2.3026f;

    /// <summary>Half the width, in vehicles, over which one kind passes into the other: a quantile must not jump where the mean hardly moves.</summary>
    public const float Passage = 0.5f;

    /// <summary>Fewest forecasts that a kind is calibrated with; a horizon that has fewer takes all of its forecasts.</summary>
    private const int LeastForecasts = 500;

    /// <summary>Spreads from the mean to quantiles 0.1, 0.5 and 0.9.</summary>
    /// <param name="horizon">Index of the horizon.</param>
    /// <param name="mean">Vehicles.</param>
    public (float Low, float Median, float High) At(int horizon, double mean)
    {
        var share = (float)Math.Clamp((mean - (FewVehicles - Passage)) / (2 * Passage), 0, 1);
        return (
            Few.Low[horizon] + share * (Many.Low[horizon] - Few.Low[horizon]), Few.Median[horizon] + share * (Many.Median[horizon] - Few.Median[horizon]),
            Few.High[horizon] + share * (Many.High[horizon] - Few.High[horizon]));
    }

    /// <summary>Distances of one kind; all of them where there are too few.</summary>
    /// <param name="distances">Of all forecasts of a horizon, in spreads.</param>
    /// <param name="means">Their means.</param>
    /// <param name="few">Which kind.</param>
    internal static double[] OfKind(double[] distances, double[] means, bool few)
    {
        double[] kind = [.. distances.Where((_, row) => means[row] <= FewVehicles == few)];
        return kind.Length < LeastForecasts ? distances : kind;
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
