using System.Collections.Immutable;
using Signals.Core.Units;

namespace Signals.Core.Timing.Tuning;

/// <summary>
/// Offsets of a corridor by coordinate descent: at one intersection after the other, first the rest of the corridor from there on and then the intersection
/// alone tries every step of the cycle and keeps the cheapest, until a whole pass gains nothing. Moving the rest keeps the links behind it as they are;
/// without it a change of one offset spoils the next link for every gain. What an offset costs is the caller's to say, usually a simulation.
/// </summary>
public static class OffsetSearch
{
    /// <param name="start">Offsets to begin with; the first stays, since only differences matter.</param>
    /// <param name="cycle">Common cycle.</param>
    /// <param name="step">Distance between offsets tried.</param>
    /// <param name="cost">Cost of a set of offsets; smaller is better. Must be deterministic.</param>
    /// <param name="passes">Most passes over the corridor.</param>
    public static ImmutableArray<Duration> Improve(
        ImmutableArray<Duration> start, Duration cycle, Duration step, Func<ImmutableArray<Duration>, double> cost, int passes)
    {
        if (step <= Duration.Zero || cycle < step)
        {
            throw new ArgumentException($"the step must be above zero and at most the cycle of {cycle}, but is {step}", nameof(step));
        }

        var best = start;
        var bestCost = cost(best);
        for (var pass = 0; pass < passes; pass++)
        {
            var before = bestCost;
            for (var i = 1; i < best.Length; i++)
            {
                (best, bestCost) = ImproveOne(best, bestCost, i, best.Length, cycle, step, cost);
                (best, bestCost) = ImproveOne(best, bestCost, i, i + 1, cycle, step, cost);
            }

            if (bestCost >= before)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Turns the offsets from <paramref name="from"/> to before <paramref name="to"/> together.</summary>
    private static (ImmutableArray<Duration> Offsets, double Cost) ImproveOne(
        ImmutableArray<Duration> start, double startCost, int from, int to, Duration cycle, Duration step, Func<ImmutableArray<Duration>, double> cost)
    {
        var (best, bestCost) = (start, startCost);
        for (var turn = step; turn < cycle; turn += step)
        {
            var candidate = start.Select((offset, i) => i >= from && i < to ? new Duration((offset + turn).Milliseconds % cycle.Milliseconds) : offset);
            var offsets = candidate.ToImmutableArray();
            var candidateCost = cost(offsets);
            if (candidateCost < bestCost)
            {
                (best, bestCost) = (offsets, candidateCost);
            }
        }

        return (best, bestCost);
    }
}
