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
    private readonly ActuatedRing[] _rings;
    private readonly CallBook _calls;
    private readonly WaitBound _bound;
    private readonly PhaseSelector _selector;
    private readonly Coordinator _coordinator;
    private readonly CrossingRules _crossings;
    private readonly ServableCalls _servable;
    private readonly GreenEnds _ends;
    private readonly EventQueue _events = new();
    private int _barrier;
    private IntentReason _reason = IntentReason.StartUp;
    private bool _adopted;
    private bool _firstTick;

    public ActuatedController(PhaseTable table, GroupSet startUp)
    {
        _table = table;
        _rings = [.. Enumerable.Range(0, table.RingCount).Select(ring => new ActuatedRing(table, ring))];
        _calls = new CallBook(table);
        _bound = new WaitBound(table);
        _selector = new PhaseSelector(table);
        _coordinator = new Coordinator(table);
        _crossings = new CrossingRules(table, _calls, _bound, _coordinator);
        _servable = new ServableCalls(table, _calls, _bound, _coordinator, startUp);
        _ends = new GreenEnds(table.RingCount, _bound, _coordinator);
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

        var calls = _servable.Given(Active) - Active;
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

    private void AdvanceRing(ActuatedRing ring, PhaseSet calls, in ControlView view)
    {
        if (ring.Phase is not { } phase)
        {
            _ends.Clear(ring);
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

        _ends.Judge(ring, phase, conflict, view);
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
            else if (_ends.IsReady(ring))
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
            any |= ring.Phase is null || _ends.IsReady(ring);
            if (ring.Phase is not null && !_ends.IsReady(ring)
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
        _reason = _ends.ReasonOf(ring, _reason);
        _ends.AddEvent(ring, ring.Phase, _events);
    }

    private int StageOf() => _table.IsStaged && _rings[0].Phase is { } stage ? stage.Number : 0;
}
