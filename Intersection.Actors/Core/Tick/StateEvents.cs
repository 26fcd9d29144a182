using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>
/// Turns what the cabinet shows into Indiana events: a change of indication between two statuses is stamped with the cabinet's own time in state, so
/// that 100 ms resolution survives the poll.
/// </summary>
public sealed class StateEvents(Intersection intersection, SafetyTable table)
{
    private readonly PhaseNumbers _numbers = new(intersection);
    private readonly GroupState[] _shown = new GroupState[table.GroupCount];
    private readonly bool[] _minimumDone = new bool[table.GroupCount];
    private readonly bool[] _redClearing = new bool[table.GroupCount];
    private readonly bool[] _phaseOn = new bool[table.GroupCount];
    private bool _known;

    /// <summary>Appends the events between the previous status and this one.</summary>
    public void Observe(CabinetStatus status, List<HiResEvent> into)
    {
        for (var group = 0; group < table.GroupCount; group++)
        {
            var now = status.Groups[group];
            if (_known && now.State != _shown[group])
            {
                Changed(group, _shown[group], now.State, status.ReceivedAt - now.TimeInState, into);
            }

            Elapsed(group, now, status.ReceivedAt, into);
            _shown[group] = now.State;
        }

        _known = true;
    }

    /// <summary>After a gap in the record nothing is known: the next status only sets the scene.</summary>
    public void Forget() => _known = false;

    private void Changed(int group, GroupState before, GroupState after, Instant at, List<HiResEvent> into)
    {
        if (before == GroupState.Green)
        {
            Add(into, at, _numbers.IsOverlap(group) ? EventCode.OverlapBeginYellow : EventCode.GreenTermination, group);
        }

        switch (after)
        {
            case GroupState.Green:
                _minimumDone[group] = false;
                Begin(group, at, into);
                break;
            case GroupState.Yellow when !_numbers.IsOverlap(group):
                Add(into, at, EventCode.BeginYellow, group);
                break;
            case GroupState.Red when before == GroupState.Yellow:
                EndYellow(group, at, into);
                break;
            case GroupState.Walk:
                PhaseOn(group, at, into);
                Add(into, at, EventCode.BeginWalk, group);
                break;
            case GroupState.PedestrianClearance:
                Add(into, at, EventCode.BeginPedestrianClearance, group);
                break;
            case GroupState.DontWalk:
                _phaseOn[group] = false;
                Add(into, at, EventCode.BeginDontWalk, group);
                break;
            case GroupState.Dark when table.Group(group).IsPedestrian:
                Add(into, at, EventCode.PedestrianDark, group);
                break;
        }
    }

    private void Begin(int group, Instant at, List<HiResEvent> into)
    {
        if (_numbers.IsOverlap(group))
        {
            Add(into, at, EventCode.OverlapBeginGreen, group);
            return;
        }

        PhaseOn(group, at, into);
        Add(into, at, EventCode.BeginGreen, group);
    }

    /// <summary>Phase on is the start of green or walk, whichever is first (code 0).</summary>
    private void PhaseOn(int group, Instant at, List<HiResEvent> into)
    {
        var partner = _numbers.Partner(group);
        if (partner < 0 || !_phaseOn[partner])
        {
            Add(into, at, EventCode.PhaseOn, group);
        }

        _phaseOn[group] = true;
    }

    private void EndYellow(int group, Instant at, List<HiResEvent> into)
    {
        _phaseOn[group] = false;
        if (_numbers.IsOverlap(group))
        {
            Add(into, at, EventCode.OverlapBeginRedClearance, group);
        }
        else
        {
            Add(into, at, EventCode.EndYellow, group);
            if (table.Group(group).Timing.RedClearance > Duration.Zero)
            {
                Add(into, at, EventCode.BeginRedClearance, group);
            }
        }

        _redClearing[group] = true;
    }

    private void Elapsed(int group, GroupStatus now, Instant receivedAt, List<HiResEvent> into)
    {
        var timing = table.Group(group).Timing;
        if (now.State == GroupState.Green && !_minimumDone[group] && now.TimeInState >= timing.MinGo)
        {
            _minimumDone[group] = true;
            if (_known && !_numbers.IsOverlap(group))
            {
                Add(into, receivedAt - now.TimeInState + timing.MinGo, EventCode.MinComplete, group);
            }
        }

        if (now.State == GroupState.Red && _redClearing[group] && now.TimeInState >= timing.RedClearance)
        {
            _redClearing[group] = false;
            Cleared(group, receivedAt - now.TimeInState + timing.RedClearance, timing, into);
        }
    }

    private void Cleared(int group, Instant at, GroupTiming timing, List<HiResEvent> into)
    {
        if (_numbers.IsOverlap(group))
        {
            Add(into, at, EventCode.OverlapOff, group);
            return;
        }

        if (timing.RedClearance > Duration.Zero)
        {
            Add(into, at, EventCode.EndRedClearance, group);
        }

        Add(into, at, EventCode.PhaseInactive, group);
    }

    private void Add(List<HiResEvent> into, Instant at, EventCode code, int group) =>
        into.Add(new HiResEvent(at, intersection.Device, code, _numbers.Of(group)));
}
