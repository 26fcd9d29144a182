using Signals.Core.Model;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Actuated;

/// <summary>Who asks for service, phase by phase, recalls included, and since when each group waits.</summary>
public sealed class CallBook
{
    private readonly PhaseTable _table;
    private readonly Instant[] _waitingSince;
    private readonly PhaseSet _standing;
    private readonly PhaseSet _soft;
    private readonly PhaseSet _pedestrianRecall;
    private readonly GroupSet _walkRecall;
    private readonly GroupSet _maxRecall;
    private readonly GroupSet _standingGroups;
    private readonly GroupSet _softGroups;

    public CallBook(PhaseTable table)
    {
        _table = table;
        _waitingSince = new Instant[table.Safety.GroupCount];
        foreach (var phase in table.Phases)
        {
            foreach (var group in phase.All)
            {
                var recall = table.Safety.Group(group).Demand.Recall;
                var crossing = phase.Pedestrians.Contains(group);
                _soft = recall == Recall.Soft ? _soft.With(phase.Index) : _soft;
                _standing = !crossing && recall is Recall.Min or Recall.Max ? _standing.With(phase.Index) : _standing;
                _softGroups = !crossing && recall == Recall.Soft ? _softGroups.With(group) : _softGroups;
                _standingGroups = !crossing && recall is Recall.Min or Recall.Max ? _standingGroups.With(group) : _standingGroups;
                _maxRecall = !crossing && recall == Recall.Max ? _maxRecall.With(group) : _maxRecall;
                if (recall == Recall.Pedestrian || (crossing && recall is Recall.Min or Recall.Max))
                {
                    _pedestrianRecall = _pedestrianRecall.With(phase.Index);
                    _walkRecall |= crossing ? GroupSet.Of(group) : phase.Pedestrians;
                }
            }
        }
    }

    /// <summary>Phases that are called for vehicles, by detection or recall, active or not.</summary>
    public PhaseSet Vehicles { get; private set; }

    /// <summary>Phases that are called for pedestrians, by button or recall, active or not.</summary>
    public PhaseSet Pedestrians { get; private set; }

    /// <summary>Pedestrian groups with a button call.</summary>
    public GroupSet Buttons { get; private set; }

    /// <summary>Pedestrian groups that walk when their phase comes up: button calls and recalls.</summary>
    public GroupSet WalkOnEntry => Buttons | _walkRecall;

    /// <summary>Groups that extend their green now: presence, maximum recall, and detection that nobody can trust.</summary>
    public GroupSet Extending { get; private set; }

    /// <summary>Groups with a real call (no recall) and no right of way.</summary>
    public GroupSet Waiting { get; private set; }

    /// <summary>
    /// Vehicle groups on recall that have no right of way: somebody is to be served there whom no detector has to see. Only the groups on recall themselves; a
    /// stage serves others beside them, which nobody may want.
    /// </summary>
    public GroupSet Recalled { get; private set; }

    /// <summary>Takes in one tick.</summary>
    /// <param name="active">Phases that are green or about to be.</param>
    public void Note(in ControlView view, PhaseSet active)
    {
        var demand = view.Demand;
        Buttons = demand.PedestrianCalls;
        Extending = demand.Presence | demand.FailedDetection | _maxRecall;
        NoteWaiting((demand.Calls | demand.PedestrianCalls) - view.Go, view.Now);
        Vehicles = _standing;
        Pedestrians = _pedestrianRecall;
        var called = demand.Calls | demand.FailedDetection | demand.PedestrianCalls;
        foreach (var phase in _table.Phases)
        {
            Vehicles = phase.Callers.Overlaps(called) ? Vehicles.With(phase.Index) : Vehicles;
            Pedestrians = phase.Pedestrians.Overlaps(Buttons) ? Pedestrians.With(phase.Index) : Pedestrians;
        }

        var others = (Vehicles | Pedestrians) - active;
        Vehicles = others.IsEmpty ? Vehicles | _soft : Vehicles;
        Recalled = (others.IsEmpty ? _standingGroups | _softGroups : _standingGroups) - view.Go;
    }

    /// <summary>Since when a group of <see cref="Waiting"/> waits.</summary>
    public Instant WaitingSince(int group) => _waitingSince[group];

    /// <summary>Longest wait of a real call for the phase; zero when there is none.</summary>
    public Duration LongestWait(TimedPhase phase, Instant now)
    {
        var longest = Duration.Zero;
        foreach (var group in (phase.Callers | phase.Pedestrians) & Waiting)
        {
            longest = Duration.Max(longest, now - _waitingSince[group]);
        }

        return longest;
    }

    private void NoteWaiting(GroupSet waiting, Instant now)
    {
        foreach (var group in waiting - Waiting)
        {
            _waitingSince[group] = now;
        }

        Waiting = waiting;
    }
}
