using System.Collections.Immutable;

namespace Signals.Core.Timing.Tuning;

/// <summary>
/// Splits of a corridor by coordinate descent on the weights of <see cref="PlanTuner.Weighted"/>: one phase after the other is given more, then less, of its
/// cycle, and keeps what is cheapest. Webster's splits know flows and saturation flows; they do not know blocked shared lanes, platoons and pockets,
/// which the cost (usually a simulation) does.
/// </summary>
public static class SplitSearch
{
    /// <param name="start">Weights to begin with: one array an intersection, one weight a phase.</param>
    /// <param name="factor">By which a weight is raised or lowered, above 1.</param>
    /// <param name="cost">Cost of a set of weights; smaller is better. Must be deterministic.</param>
    /// <param name="passes">Most passes over all phases; a pass that gains nothing is the last.</param>
    public static ImmutableArray<ImmutableArray<double>> Improve(
        ImmutableArray<ImmutableArray<double>> start, double factor, Func<ImmutableArray<ImmutableArray<double>>, double> cost, int passes)
    {
        if (factor <= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "the factor must be above 1");
        }

        var best = start;
        var bestCost = cost(best);
        for (var pass = 0; pass < passes; pass++)
        {
            var before = bestCost;
            for (var i = 0; i < best.Length; i++)
            {
                for (var phase = 0; phase < best[i].Length; phase++)
                {
                    (best, bestCost) = ImproveOne(best, bestCost, i, phase, factor, cost);
                }
            }

            if (bestCost >= before)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>More, as long as it helps; else less, as long as that does.</summary>
    private static (ImmutableArray<ImmutableArray<double>> Weights, double Cost) ImproveOne(
        ImmutableArray<ImmutableArray<double>> best, double bestCost, int intersection, int phase, double factor,
        Func<ImmutableArray<ImmutableArray<double>>, double> cost)
    {
        foreach (var by in (double[])[factor, 1 / factor])
        {
            var before = bestCost;
            for (var gained = true; gained;)
            {
                var candidate = best.SetItem(intersection, best[intersection].SetItem(phase, best[intersection][phase] * by));
                var candidateCost = cost(candidate);
                gained = candidateCost < bestCost;
                (best, bestCost) = gained ? (candidate, candidateCost) : (best, bestCost);
            }

            if (bestCost < before)
            {
                break;
            }
        }

        return (best, bestCost);
    }
}
