using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety;

/// <summary>
/// The signal-group sequencer: turns standing requests into indications and times every minimum, clearance, intergreen and red-amber
/// itself. It cannot be asked into an unsafe state: whatever the request, a group starts only when every conflicting group shows
/// red and its intergreen is over, and ends only after its minimum. The emulated cabinet runs on it; governor and optimiser use it
/// as the model of what the cabinet will do. Not thread-safe; deterministic; no allocation after construction.
/// </summary>
public sealed class Sequencer
{
    private readonly SafetyTable _table;
    private readonly GroupState[] _state;
    private readonly Instant[] _since;
    private readonly Instant[] _goEnded;

    /// <summary>All groups at red, as if every group had ended right of way at <paramref name="now"/>: the first start waits a full intergreen.</summary>
    public Sequencer(SafetyTable table, Instant now)
    {
        _table = table;
        _state = new GroupState[table.GroupCount];
        _since = new Instant[table.GroupCount];
        _goEnded = new Instant[table.GroupCount];
        ResetToRed(now);
    }

    public SafetyTable Table => _table;

    public ReadOnlySpan<GroupState> States => _state;

    /// <summary>Groups with right of way.</summary>
    public GroupSet Go { get; private set; }

    /// <summary>True while any group is in yellow, pedestrian clearance or red-amber.</summary>
    public bool IsChanging
    {
        get
        {
            foreach (var state in _state)
            {
                if (state.IsClearing() || state == GroupState.RedAmber)
                {
                    return true;
                }
            }

            return false;
        }
    }

    public GroupStatus Status(int group, Instant now) => new(_state[group], now - _since[group]);

    /// <summary>Earliest instant at which the group's present right of way may end; <paramref name="now"/> when it has none.</summary>
    public Instant EarliestEnd(int group, Instant now) =>
        _state[group].IsGo() ? Later(now, _since[group] + _table.Group(group).Timing.MinGo) : now;

    /// <summary>Time of last loss of right of way (or of the reset).</summary>
    public Instant GoEnded(int group) => _goEnded[group];

    /// <summary>All groups to red at once, intergreens counted from <paramref name="now"/>. For start-up and the end of flash only.</summary>
    public void ResetToRed(Instant now)
    {
        for (var group = 0; group < _state.Length; group++)
        {
            _state[group] = _table.Group(group).StopState;
            _since[group] = now;
            _goEnded[group] = now;
        }

        Go = GroupSet.Empty;
    }

    /// <summary>
    /// Takes over what a cabinet shows. When a red group last had right of way is not known: the start of its red stands for it, which is later, so that
    /// this model never expects a start before the cabinet would give it.
    /// </summary>
    /// <param name="shown">One entry a group.</param>
    public void Adopt(ReadOnlySpan<GroupStatus> shown, Instant now)
    {
        Go = GroupSet.Empty;
        for (var group = 0; group < _state.Length; group++)
        {
            var status = shown[group];
            _state[group] = status.State;
            _since[group] = now - status.TimeInState;
            _goEnded[group] = _since[group];
            if (status.State.IsGo())
            {
                Go = Go.With(group);
            }
        }
    }

    /// <summary>Copies another sequencer of the same table: a look-ahead starts here.</summary>
    public void CopyFrom(Sequencer other)
    {
        other._state.CopyTo(_state, 0);
        other._since.CopyTo(_since, 0);
        other._goEnded.CopyTo(_goEnded, 0);
        Go = other.Go;
    }

    /// <summary>Advances to <paramref name="now"/> under <paramref name="request"/>. Call at every control step, in time order.</summary>
    public void Step(Instant now, GroupRequest request)
    {
        FinishIntervals(now);
        EndGroups(now, request);
        StartGroups(now, request);
    }

    private void FinishIntervals(Instant now)
    {
        for (var group = 0; group < _state.Length; group++)
        {
            var timing = _table.Group(group).Timing;
            if (_state[group].IsClearing() && now - _since[group] >= timing.Clearance)
            {
                Show(group, _table.Group(group).StopState, now);
            }
            else if (_state[group] == GroupState.RedAmber && now - _since[group] >= timing.RedAmber)
            {
                Show(group, _table.Group(group).GoState, now);
                Go = Go.With(group);
            }
        }
    }

    private void EndGroups(Instant now, GroupRequest request)
    {
        foreach (var group in Go & (request.ForceOff - request.Hold))
        {
            var signal = _table.Group(group);
            if (now - _since[group] < signal.Timing.MinGo)
            {
                continue;
            }

            Show(group, signal.Timing.Clearance > Duration.Zero ? signal.ClearingState : signal.StopState, now);
            _goEnded[group] = now;
            Go = Go.Without(group);
        }
    }

    private void StartGroups(Instant now, GroupRequest request)
    {
        foreach (var group in (request.Call - request.Omit) & _table.All)
        {
            if (!_state[group].IsStop() || now - _since[group] < SafetyTable.RedRevert || !IsClearFor(group, now))
            {
                continue;
            }

            var signal = _table.Group(group);
            if (signal.Timing.RedAmber > Duration.Zero)
            {
                Show(group, GroupState.RedAmber, now);
            }
            else
            {
                Show(group, signal.GoState, now);
                Go = Go.With(group);
            }
        }
    }

    /// <summary>Every conflicting group shows red, and its intergreen will be over when this group turns green.</summary>
    private bool IsClearFor(int group, Instant now)
    {
        var green = now + _table.Group(group).Timing.RedAmber;
        foreach (var other in _table.ConflictsOf(group))
        {
            if (!_state[other].IsStop() || green < _goEnded[other] + _table.Intergreen(other, group))
            {
                return false;
            }
        }

        return true;
    }

    private void Show(int group, GroupState state, Instant now)
    {
        _state[group] = state;
        _since[group] = now;
    }

    private static Instant Later(Instant a, Instant b) => a >= b ? a : b;
}
