using System.Text;
using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Coordination;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Actuated;

/// <summary>
/// Fully actuated control of a ring-barrier or stage sequence, free or coordinated. A phase ends when somebody conflicting calls and it has gapped
/// out, maxed out or been forced off, never inside its minimum green or a pedestrian service; it rests in green otherwise.
/// </summary>
public sealed class ActuatedController : IController
{
    private readonly PhaseTable _table;
    private readonly GroupSet _startUp;
    private readonly ActuatedRing[] _rings;
    private readonly CallBook _calls;
    private readonly WaitBound _bound;
    private readonly PhaseSelector _selector;
    private readonly Coordinator _coordinator;
    private readonly CrossingRules _crossings;
    private readonly EventQueue _events = new();
    private readonly Termination[] _ready;
    private int _barrier;
    private IntentReason _reason = IntentReason.StartUp;
    private bool _adopted;
    private bool _firstTick;

    public ActuatedController(PhaseTable table, GroupSet startUp)
    {
        _table = table;
        _startUp = startUp;
        _rings = [.. Enumerable.Range(0, table.RingCount).Select(ring => new ActuatedRing(table, ring))];
        _ready = new Termination[table.RingCount];
        _calls = new CallBook(table);
        _bound = new WaitBound(table);
        _selector = new PhaseSelector(table);
        _coordinator = new Coordinator(table);
        _crossings = new CrossingRules(table, _calls, _bound, _coordinator);
    }

    public ControlLevel Level => ControlLevel.Actuated;

    public void Adopt(in ControlView view)
    {
        _bound.Reset();
        _coordinator.Restart(view, view.Plan);
        _calls.Note(view, PhaseSet.Empty);
        var shown = new ShownPhases(_table, view);
        _barrier = shown.Barrier;
        foreach (var ring in _rings)
        {
            ring.Idle();
            var phase = shown.InRing(ring.Index);
            if (phase >= 0)
            {
                ring.Adopt(_table[phase], view);
            }
        }

        _reason = IntentReason.Hold;
        _adopted = true;
        _firstTick = true;
    }

    public ControlIntent Decide(in ControlView view)
    {
        if (!_adopted)
        {
            Adopt(view);
        }

        _coordinator.Advance(view, view.Plan, _events);
        _calls.Note(view, Active);
        _bound.Judge(_calls, _rings, _barrier, view);
        if (_bound.Began)
        {
            _events.Add(EventCode.MaxWaitForced, _bound.Due);
        }

        var calls = Servable() - Active;
        foreach (var ring in _rings)
        {
            AdvanceRing(ring, calls, view);
        }

        if (!MoveInRings(calls, view))
        {
            CrossBarrier(calls, view);
        }

        _firstTick = false;
        _crossings.Call(calls, _rings, view);
        var green = RightOfWay.Of(_table, _rings, view);
        return new ControlIntent(green, StageOf(), green.IsEmpty ? IntentReason.StartUp : _reason, AllRed: green.IsEmpty);
    }

    public void DrainEvents(ICollection<ControllerEvent> into) => _events.DrainTo(into);

    public string Explain()
    {
        var text = new StringBuilder(_reason.ToString());
        foreach (var ring in _rings)
        {
            text.Append(" · ").Append(_table.IsStaged ? "stage " : $"ring {ring.Index + 1} phase ").Append(ring.Phase?.Number.ToString() ?? "none")
                .Append(ring.Phase is null ? "" : ring.Green.IsGreen ? " green" : " next");
        }

        return text.Append(_bound.IsHurrying ? $" · hurrying for {_table.Safety.Group(_bound.Due).Id}" : "").ToString();
    }

    private PhaseSet Active
    {
        get
        {
            var set = PhaseSet.Empty;
            foreach (var ring in _rings)
            {
                set = ring.Phase is null ? set : set.With(ring.Phase.Index);
            }

            return set;
        }
    }

    /// <summary>Called phases that may be served at this point of the cycle. Nobody calling at start-up, the start-up phases are.</summary>
    private PhaseSet Servable()
    {
        var vehicles = _bound.Vehicles(_calls);
        var pedestrians = _bound.Pedestrians(_calls);
        var set = _bound.IsHurrying ? PhaseSet.Empty : _coordinator.Coordinated;
        foreach (var phase in vehicles | pedestrians)
        {
            var servable = _bound.IsHurrying
                || (vehicles.Contains(phase) && _coordinator.MayServe(phase, pedestrians: false))
                || (pedestrians.Contains(phase) && _coordinator.MayServe(phase, pedestrians: true));
            set = servable ? set.With(phase) : set;
        }

        return set.IsEmpty && Active.IsEmpty ? StartUpPhases() : set;
    }

    private PhaseSet StartUpPhases()
    {
        var set = PhaseSet.Empty;
        foreach (var phase in _table.Phases)
        {
            set = phase.Vehicles.Overlaps(_startUp) && _startUp.IsSupersetOf(phase.Vehicles) ? set.With(phase.Index) : set;
        }

        return set.IsEmpty ? PhaseSet.Of(0) : set;
    }

    private void AdvanceRing(ActuatedRing ring, PhaseSet calls, in ControlView view)
    {
        if (ring.Phase is not { } phase)
        {
            _ready[ring.Index] = Termination.None;
            return;
        }

        var conflict = calls.Overlaps(_table.ConflictsOf(phase.Index));
        ring.Green.Advance(view, _calls.Extending, conflict);
        ring.Walk.Advance(view, _crossings.MayRest(ring, phase, conflict));
        if (ring.Green.ConflictBegan)
        {
            _events.Add(EventCode.PhaseCheck, phase.Number);
        }

        if (ring.Green.MaxBegan && !_coordinator.IsActive)
        {
            _events.Add(EventCode.MaxOut, phase.Number);
        }

        _ready[ring.Index] = conflict && ring.MayEnd(view) ? TerminationOf(ring, phase) : Termination.None;
    }

    private Termination TerminationOf(ActuatedRing ring, TimedPhase phase)
    {
        if (_bound.IsHurrying)
        {
            return Termination.MaxWait;
        }

        if (_coordinator.Holds(phase.Index))
        {
            return Termination.None;
        }

        if (_coordinator.IsActive)
        {
            // Maximum green is inhibited under coordination: the force-off point bounds the green.
            return _coordinator.ForcesOff(phase.Index) ? Termination.ForceOff : ring.Green.Gapped ? Termination.Gap : Termination.None;
        }

        return ring.Green.Gapped ? Termination.Gap : ring.Green.Maxed ? Termination.Max : Termination.None;
    }

    /// <summary>
    /// Ends ready phases whose successor is on this side of the barrier, and starts idle rings: when nobody waits across, or when the hand-over found
    /// them between two phases. True when a ring moved.
    /// </summary>
    private bool MoveInRings(PhaseSet calls, in ControlView view)
    {
        var across = !(calls - _table.InBarrier(_barrier)).IsEmpty;
        var moved = false;
        foreach (var ring in _rings)
        {
            var next = -1;
            if (ring.Phase is null)
            {
                next = across && !_firstTick ? -1 : _selector.FirstInRing(ring.Index, _barrier, calls, RightOfWay.Beside(ring, _rings));
            }
            else if (_ready[ring.Index] != Termination.None)
            {
                next = _selector.NextInRing(ring.Phase, calls, RightOfWay.Beside(ring, _rings), wrap: !across);
            }

            if (next >= 0)
            {
                Serve(ring, next, view);
                moved = true;
            }
        }

        return moved;
    }

    private void CrossBarrier(PhaseSet calls, in ControlView view)
    {
        var barrier = _selector.NextBarrier(_barrier, calls);
        if (barrier < 0 || !AllReady(calls))
        {
            return;
        }

        if (barrier != _barrier)
        {
            _events.Add(EventCode.BarrierTermination, _barrier + 1);
        }

        var chosen = _selector.Enter(barrier, calls, _calls, view.Now);
        foreach (var ring in _rings)
        {
            Leave(ring, chosen[ring.Index], view);
        }

        _barrier = barrier;
    }

    /// <summary>Every ring may cross: it is idle, or ready; a ring that nobody conflicts with does not block when the rings only rearrange themselves.</summary>
    private bool AllReady(PhaseSet calls)
    {
        var any = false;
        foreach (var ring in _rings)
        {
            any |= ring.Phase is null || _ready[ring.Index] != Termination.None;
            if (ring.Phase is not null && _ready[ring.Index] == Termination.None
                && (!ring.Green.IsGreen || calls.Overlaps(_table.ConflictsOf(ring.Phase.Index))))
            {
                return false;
            }
        }

        return any;
    }

    private void Leave(ActuatedRing ring, int chosen, in ControlView view)
    {
        if (chosen >= 0 && ring.Phase?.Index == chosen)
        {
            return;
        }

        if (chosen >= 0)
        {
            Serve(ring, chosen, view);
        }
        else
        {
            NoteTermination(ring);
            ring.Idle();
        }
    }

    private void Serve(ActuatedRing ring, int next, in ControlView view)
    {
        NoteTermination(ring);
        _coordinator.NoteService(_table[next]);
        ring.Enter(_table[next], view.Now);
    }

    private void NoteTermination(ActuatedRing ring)
    {
        if (ring.Phase is null)
        {
            _reason = IntentReason.StartUp;
            return;
        }

        _coordinator.NoteEnd(ring.Phase);
        var number = ring.Phase.Number;
        switch (_ready[ring.Index])
        {
            case Termination.Gap:
                _events.Add(EventCode.GapOut, number);
                _reason = IntentReason.GapOut;
                break;
            case Termination.Max:
                _reason = IntentReason.MaxOut;
                break;
            case Termination.ForceOff:
                _events.Add(EventCode.ForceOff, number);
                _reason = IntentReason.ForceOff;
                break;
            case Termination.MaxWait:
                _reason = IntentReason.MaxWait;
                break;
            default:
                break;
        }
    }

    private int StageOf() => _table.IsStaged && _rings[0].Phase is { } stage ? stage.Number : 0;
}
