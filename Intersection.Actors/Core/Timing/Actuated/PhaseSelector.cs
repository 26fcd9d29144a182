using Signals.Core.Model;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Actuated;

/// <summary>Which phase comes next: in the ring's order on this side of the barrier, then across it; phases without a call are skipped.</summary>
public sealed class PhaseSelector(PhaseTable table)
{
    private readonly int[] _chosen = new int[table.RingCount];

    /// <summary>
    /// First called phase of the ring after <paramref name="current"/> on the same side that can run beside <paramref name="others"/>; −1 when none.
    /// </summary>
    /// <param name="wrap">Look from the start of the ring's order again after its end.</param>
    public int NextInRing(TimedPhase current, PhaseSet calls, GroupSet others, bool wrap)
    {
        var order = table.InRing(current.Ring, current.Barrier);
        var last = wrap ? current.Order + order.Length - 1 : order.Length - 1;
        for (var i = current.Order + 1; i <= last; i++)
        {
            var candidate = order[i % order.Length];
            if (calls.Contains(candidate) && CanRunBeside(candidate, others))
            {
                return candidate;
            }
        }

        return -1;
    }

    /// <summary>First called phase of an idle ring that can run beside <paramref name="others"/>; −1 when none.</summary>
    public int FirstInRing(int ring, int barrier, PhaseSet calls, GroupSet others)
    {
        foreach (var candidate in table.InRing(ring, barrier))
        {
            if (calls.Contains(candidate) && CanRunBeside(candidate, others))
            {
                return candidate;
            }
        }

        return -1;
    }

    /// <summary>Next side of the barrier with a call, the present one last; −1 when nobody calls.</summary>
    public int NextBarrier(int barrier, PhaseSet calls)
    {
        for (var step = 1; step <= table.BarrierCount; step++)
        {
            var next = (barrier + step) % table.BarrierCount;
            if (calls.Overlaps(table.InBarrier(next)))
            {
                return next;
            }
        }

        return -1;
    }

    /// <summary>
    /// One phase a ring (−1: none) for entering a side of the barrier. The ring whose call waits longest chooses first, so that a conflict between
    /// rings cannot starve anyone; a ring without a call takes its dual-entry phase.
    /// </summary>
    public ReadOnlySpan<int> Enter(int barrier, PhaseSet calls, CallBook book, Instant now)
    {
        _chosen.AsSpan().Fill(-1);
        var green = GroupSet.Empty;
        for (var turn = 0; turn < table.RingCount; turn++)
        {
            var best = -1;
            var bestWait = new Duration(-1);
            for (var ring = 0; ring < table.RingCount; ring++)
            {
                var candidate = _chosen[ring] >= 0 ? -1 : FirstInRing(ring, barrier, calls, green);
                if (candidate >= 0 && book.LongestWait(table[candidate], now) > bestWait)
                {
                    best = candidate;
                    bestWait = book.LongestWait(table[candidate], now);
                }
            }

            if (best >= 0)
            {
                _chosen[table[best].Ring] = best;
                green |= table[best].Vehicles;
            }
        }

        AddDualEntry(barrier, green);
        return _chosen;
    }

    private void AddDualEntry(int barrier, GroupSet green)
    {
        for (var ring = 0; ring < table.RingCount; ring++)
        {
            foreach (var candidate in table.InRing(ring, barrier))
            {
                if (_chosen[ring] < 0 && table[candidate].DualEntry && CanRunBeside(candidate, green))
                {
                    _chosen[ring] = candidate;
                    green |= table[candidate].Vehicles;
                }
            }
        }
    }

    private bool CanRunBeside(int phase, GroupSet others)
    {
        foreach (var group in table[phase].Vehicles)
        {
            if (table.Safety.ConflictsOf(group).Overlaps(others))
            {
                return false;
            }
        }

        return true;
    }
}
