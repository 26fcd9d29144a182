using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Core.Timing.Tuning;

/// <summary>Shares a length out in proportion to weights without going below minimums.</summary>
public static class Proportion
{
    /// <returns>Lengths in tenths of a second that add to <paramref name="total"/>, or to the sum of minimums where that is longer.</returns>
    public static ImmutableArray<Duration> Share(Duration total, ImmutableArray<double> weights, ImmutableArray<Duration> minimums)
    {
        var fixedAtMinimum = new bool[weights.Length];
        var shares = minimums.ToArray();
        for (var round = 0; round <= weights.Length; round++)
        {
            var rest = total - Sum(minimums, fixedAtMinimum, wanted: true);
            var weight = Enumerable.Range(0, weights.Length).Where(i => !fixedAtMinimum[i]).Sum(i => Math.Max(weights[i], 1e-6));
            var below = false;
            for (var i = 0; i < weights.Length; i++)
            {
                if (!fixedAtMinimum[i])
                {
                    shares[i] = new Duration((long)(rest.Milliseconds * Math.Max(weights[i], 1e-6) / weight) / 100 * 100);
                    if (shares[i] < minimums[i])
                    {
                        (shares[i], fixedAtMinimum[i], below) = (minimums[i], true, true);
                    }
                }
            }

            if (!below)
            {
                break;
            }
        }

        return GiveRest(total, shares, fixedAtMinimum);
    }

    /// <summary>Rounding leaves a few tenths: the first share that is not at its minimum takes them.</summary>
    private static ImmutableArray<Duration> GiveRest(Duration total, Duration[] shares, bool[] fixedAtMinimum)
    {
        var rest = total - shares.Aggregate(Duration.Zero, (sum, share) => sum + share);
        if (rest > Duration.Zero && shares.Length > 0)
        {
            shares[Math.Max(0, Array.IndexOf(fixedAtMinimum, false))] += rest;
        }

        return [.. shares];
    }

    private static Duration Sum(ImmutableArray<Duration> lengths, bool[] which, bool wanted) =>
        lengths.Where((_, i) => which[i] == wanted).Aggregate(Duration.Zero, (sum, length) => sum + length);
}
