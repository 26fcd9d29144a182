using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Combinations;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Lays a plan out in time as the cabinet will show it: groups that a switch ends go through their clearance, groups that it begins come up when the
/// intergreens of those that end have run, the others stay as they are.
/// </summary>
public sealed class PlanTimeline
{
    private readonly CombinationTable _combinations;
    private readonly SafetyTable _safety;
    private readonly long[] _goAt;
    private readonly long[] _clearUntil;

    public PlanTimeline(CombinationTable combinations, SafetyTable safety)
    {
        _combinations = combinations;
        _safety = safety;
        _goAt = new long[safety.GroupCount];
        _clearUntil = new long[safety.GroupCount];
    }

    /// <summary>Writes the masks of a plan, one pair a <see cref="PlanCandidates.StepLength"/> from now.</summary>
    /// <param name="shown">What the cabinet shows now.</param>
    /// <param name="running">Combination that runs, or is coming up.</param>
    /// <param name="plan">Its switches.</param>
    public void Write(ReadOnlySpan<GroupStatus> shown, int running, ReadOnlySpan<PlanStep> plan, Span<ulong> go, Span<ulong> clearing)
    {
        Root(shown, running);
        var next = 0;
        for (var k = 0; k < go.Length; k++)
        {
            var at = k * PlanCandidates.StepLength.Milliseconds;
            while (next < plan.Length && plan[next].Second * 1000L <= at)
            {
                Switch(_combinations[plan[next].Combination].Green, at);
                running = plan[next++].Combination;
            }

            (go[k], clearing[k]) = (0, 0);
            for (var group = 0; group < _goAt.Length; group++)
            {
                go[k] |= _goAt[group] <= at ? 1UL << group : 0;
                clearing[k] |= _goAt[group] > at && _clearUntil[group] > at ? 1UL << group : 0;
            }
        }
    }

    private void Root(ReadOnlySpan<GroupStatus> shown, int running)
    {
        Array.Fill(_goAt, long.MaxValue);
        Array.Clear(_clearUntil);
        for (var group = 0; group < _goAt.Length; group++)
        {
            var state = shown[group].State;
            if (state.IsGo())
            {
                _goAt[group] = 0;
            }
            else if (state.IsClearing())
            {
                _clearUntil[group] = (_safety.Group(group).Timing.Clearance - shown[group].TimeInState).Milliseconds;
            }
        }

        foreach (var group in _combinations[running].Green)
        {
            _goAt[group] = _goAt[group] == 0 ? 0 : Ready(shown, group);
        }
    }

    /// <summary>When a group that is coming up turns green: after the rest of the intergreens of those that have ended.</summary>
    private long Ready(ReadOnlySpan<GroupStatus> shown, int group)
    {
        var ready = 0L;
        foreach (var other in _safety.ConflictsOf(group))
        {
            var since = shown[other].TimeInState + (shown[other].State.IsStop() ? _safety.Group(other).Timing.Clearance : Duration.Zero);
            ready = shown[other].State.IsGo() ? ready : Math.Max(ready, (_safety.Intergreen(other, group) - since).Milliseconds);
        }

        return ready;
    }

    private void Switch(GroupSet to, long at)
    {
        var leaving = GroupSet.Empty;
        for (var group = 0; group < _goAt.Length; group++)
        {
            leaving = _goAt[group] < long.MaxValue && !to.Contains(group) ? leaving.With(group) : leaving;
        }

        foreach (var group in leaving)
        {
            _clearUntil[group] = _goAt[group] <= at ? at + _safety.Group(group).Timing.Clearance.Milliseconds : 0;
            _goAt[group] = long.MaxValue;
        }

        foreach (var group in to)
        {
            if (_goAt[group] == long.MaxValue)
            {
                _goAt[group] = at;
                foreach (var other in _safety.ConflictsOf(group) & leaving)
                {
                    _goAt[group] = Math.Max(_goAt[group], at + _safety.Intergreen(other, group).Milliseconds);
                }
            }
        }
    }
}
