using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap;

/// <summary>
/// When one partial plan makes another one pointless: same second and combination, no dearer, on every lane at least as many gone and free at least as early,
/// and free to end its greens at least as early. Whatever the other does from there on, it can do as well: vehicles of a lane leave in order, so none leaves
/// later; fewer vehicles that others must yield to remain. Where a lane is held up by somebody in a shared lane, or exits are short, states are compared for
/// equality instead.
/// </summary>
/// <param name="problem">The problem.</param>
internal sealed class Dominance(HorizonProblem problem)
{
    private readonly StateLayout _layout = problem.Model.Layout;
    private readonly bool _exitsMatter = problem.Model.Exits.IsLimited;

    public bool Dominates(PartialPlan one, PartialPlan other, int second) =>
        one.Cost <= other.Cost
        && one.BusyUntil <= Math.Max(other.BusyUntil, second)
        && (one.Pedestrians - other.Pedestrians).IsEmpty
        && LanesAreAhead(one.State, other.State, second)
        && RingsAreAhead(one.State, other.State, second)
        && ChangesAgree(one, other, second)
        && (!_exitsMatter || ExitsAgree(one.State, other.State));

    private bool LanesAreAhead(ReadOnlySpan<float> one, ReadOnlySpan<float> other, int second)
    {
        for (var lane = 0; lane < _layout.Lanes; lane++)
        {
            if (one[lane] < other[lane] || Math.Max(second, one[_layout.Free(lane)]) > Math.Max(second, other[_layout.Free(lane)]))
            {
                return false;
            }
        }

        for (var lane = 0; lane < _layout.Lanes; lane++)
        {
            var (bits, otherBits) = (Bits(one, lane), Bits(other, lane));
            var bothFlow = bits >> 8 == 0 && otherBits >> 8 == 0 && one[_layout.Alive(lane)] == other[_layout.Alive(lane)];
            if (!bothFlow && (bits != otherBits || one[lane] != other[lane] || one[_layout.Alive(lane)] != other[_layout.Alive(lane)]))
            {
                return false;
            }
        }

        return true;
    }

    private bool RingsAreAhead(ReadOnlySpan<float> one, ReadOnlySpan<float> other, int second)
    {
        for (var ring = 0; ring < _layout.Rings; ring++)
        {
            if (Math.Max(second, one[_layout.End(ring)]) > Math.Max(second, other[_layout.End(ring)])
                || one[_layout.Start(ring)] < other[_layout.Start(ring)])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>While a change runs, the model remembers what it left.</summary>
    private bool ChangesAgree(PartialPlan one, PartialPlan other, int second) =>
        (one.BusyUntil <= second && other.BusyUntil <= second)
        || (one.State[_layout.ChangedAt] == other.State[_layout.ChangedAt] && one.State[_layout.ChangedFrom] == other.State[_layout.ChangedFrom]);

    private bool ExitsAgree(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        for (var exit = 0; exit < _layout.Exits; exit++)
        {
            if (one[_layout.Sent(exit)] != other[_layout.Sent(exit)])
            {
                return false;
            }
        }

        return true;
    }

    private int Bits(ReadOnlySpan<float> state, int lane) => BitConverter.SingleToInt32Bits(state[_layout.Next(lane)]);
}
