using Signals.Core.Model;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Combinations;

/// <summary>
/// The bound on every wait when the order of combinations is free: earliest deadline first. Waiting groups are laid out by deadline, each with its least
/// service and change; as soon as that line-up would miss one deadline, the first of them is due now.
/// </summary>
public sealed class DueCalls(PhaseTable table, CombinationTable combinations)
{
    /// <summary>
    /// Reserve of the line-up: a few tenths for each change, and that the combination which serves most of those who wait may be another one by then.
    /// </summary>
    public static readonly Duration Margin = new(8000);

    private readonly int[] _order = new int[table.Safety.GroupCount];
    private readonly Instant[] _deadline = new Instant[table.Safety.GroupCount];

    private int _count;

    /// <summary>Group that must be served next, or −1.</summary>
    public int Due { get; private set; } = -1;

    /// <summary>True in the tick in which a group became due.</summary>
    public bool Began { get; private set; }

    public void Reset() => Due = -1;

    public void Judge(CallBook calls, ReadOnlySpan<ActuatedRing> rings, in ControlView view)
    {
        Began = false;
        _count = SortByDeadline(calls);
        Due = Due >= 0 && !calls.Waiting.Contains(Due) ? -1 : Due;
        if (Due >= 0)
        {
            return;
        }

        var time = view.Now;
        foreach (var ring in rings)
        {
            time = Later(time, view.Now + ring.LeastRemaining(view));
        }

        if (!Fits(time, GroupSet.Empty, calls))
        {
            MakeDue();
        }
    }

    /// <summary>The earliest deadline comes first from now on. Call after <see cref="Fits"/> or <see cref="FitsAfter"/> was false.</summary>
    public void MakeDue()
    {
        Due = _order[0];
        Began = true;
    }

    /// <summary>Every deadline can still be met if that combination is served next, crossings included whether they have called yet or not.</summary>
    public bool FitsAfter(int combination, int running, CallBook calls, Instant now)
    {
        var change = Duration.Zero;
        foreach (var phase in combinations[running].Phases)
        {
            change = Duration.Max(change, table.LongestChange(phase));
        }

        // A crossing walks when its phase comes up: a phase that just stays green serves nobody new.
        var covered = Groups(combination);
        foreach (var phase in combinations[running].Phases & combinations[combination].Phases)
        {
            covered -= table[phase].Pedestrians;
        }

        return Fits(now + change + LeastService(combination, PhaseSet.Empty, everyCrossing: true), covered, calls);
    }

    /// <summary>Every deadline can still be met if the line-up of least services begins at <paramref name="time"/>.</summary>
    /// <param name="covered">Groups that are served before.</param>
    public bool Fits(Instant time, GroupSet covered, CallBook calls)
    {
        for (var i = 0; i < _count; i++)
        {
            var group = _order[i];
            var combination = covered.Contains(group) ? -1 : Serving(group);
            if (combination < 0)
            {
                continue;
            }

            if (time + LeadOf(combination) > _deadline[group])
            {
                return false;
            }

            covered |= Groups(combination);
            time += LeastService(combination, calls.Pedestrians, everyCrossing: false);
        }

        return true;
    }

    /// <summary>
    /// Combination that serves the group and, beside it, the earliest of the other deadlines; −1 when none does. A call that comes later has a later
    /// deadline and cannot push an earlier one out of the line-up.
    /// </summary>
    public int Serving(int group)
    {
        var best = -1;
        var bestScore = 0UL;
        foreach (var combination in combinations.All)
        {
            var groups = Groups(combination.Index);
            var score = groups.Contains(group) ? 1UL : 0;
            for (var i = 0; score > 0 && i < _count && i < 62; i++)
            {
                score |= groups.Contains(_order[i]) ? 1UL << (63 - i) : 0;
            }

            if (score > bestScore)
            {
                (best, bestScore) = (combination.Index, score);
            }
        }

        return best;
    }

    private GroupSet Groups(int combination)
    {
        var set = combinations[combination].Green;
        foreach (var phase in combinations[combination].Phases)
        {
            set |= table[phase].Pedestrians;
        }

        return set;
    }

    private Duration LeadOf(int combination)
    {
        var lead = Duration.Zero;
        foreach (var phase in combinations[combination].Phases)
        {
            lead = Duration.Max(lead, table[phase].PedestrianLead);
        }

        return lead;
    }

    private Duration LeastService(int combination, PhaseSet pedestrians, bool everyCrossing)
    {
        var longest = Duration.Zero;
        foreach (var phase in combinations[combination].Phases)
        {
            longest = Duration.Max(longest, table[phase].MinService(everyCrossing || pedestrians.Contains(phase)) + table.LongestChange(phase));
        }

        return longest;
    }

    private int SortByDeadline(CallBook calls)
    {
        var count = 0;
        foreach (var group in calls.Waiting)
        {
            var deadline = calls.WaitingSince(group) + table.Safety.Group(group).Demand.MaxWait - Margin;
            var at = count++;
            for (; at > 0 && _deadline[_order[at - 1]] > deadline; at--)
            {
                _order[at] = _order[at - 1];
            }

            _order[at] = group;
            _deadline[group] = deadline;
        }

        return count;
    }

    private static Instant Later(Instant a, Instant b) => a >= b ? a : b;
}
