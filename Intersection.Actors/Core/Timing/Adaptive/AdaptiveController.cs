using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Rolling-horizon control: every second it plans which combinations of phases to serve, in which order and when, over the next
/// <see cref="ControlSettings.Horizon"/>, and carries out the first step when its time has come. Minimum greens, walks, clearances and every group's
/// <see cref="GroupDemand.MaxWait"/> stand above the plan.
/// </summary>
public sealed class AdaptiveController : IController, IOutflowPredictor
{
    /// <summary>Time between two searches.</summary>
    public static readonly Duration Replan = new(1000);

    private readonly PhaseTable _table;
    private readonly CombinationTable _combinations;
    private readonly int _startUp;
    private readonly int _device;
    private readonly ActuatedRing[] _rings;
    private readonly CallBook _calls;
    private readonly DueCalls _due;
    private readonly QueueModel _model;
    private readonly PlanSearch _search;
    private readonly RollingPlan _plan;
    private readonly StandstillWatch _standstill;
    private readonly OutflowForecast _outflow;
    private readonly float[] _root;
    private readonly EventQueue _events = new();
    private GroupSet _entryWalks = new(ulong.MaxValue);
    private int _combination;
    private Instant _plannedAt;
    private IntentReason _reason = IntentReason.StartUp;
    private bool _adopted;

    public AdaptiveController(
        Intersection intersection, PhaseTable table, ImmutableArray<Link> incoming, ImmutableArray<Link> outgoing, PlannerSettings? settings = null)
    {
        settings ??= PlannerSettings.Default;
        _table = table;
        _device = intersection.Device;
        _combinations = new CombinationTable(table);
        _model = new QueueModel(intersection, table, _combinations, incoming, outgoing, settings);
        _search = new PlanSearch(_model, settings);
        _plan = new RollingPlan(_model, _search, settings);
        _rings = [.. Enumerable.Range(0, table.RingCount).Select(ring => new ActuatedRing(table, ring))];
        _calls = new CallBook(table);
        _due = new DueCalls(table, _combinations);
        _standstill = new StandstillWatch(intersection);
        _outflow = new OutflowForecast(intersection, _model, outgoing);
        _root = new float[_model.Stride];
        _startUp = Math.Max(0, _combinations.All.Select(c => c.Index)
            .FirstOrDefault(c => intersection.StartUp.Overlaps(_combinations[c].Green) && _combinations[c].Green.IsSupersetOf(intersection.StartUp), 0));
    }

    public ControlLevel Level => ControlLevel.Adaptive;

    public void Adopt(in ControlView view)
    {
        var shown = new ShownPhases(_table, view);
        var running = PhaseSet.Empty;
        for (var ring = 0; ring < _table.RingCount; ring++)
        {
            running = shown.InRing(ring) is var phase and >= 0 ? running.With(phase) : running;
        }

        _combination = running.IsEmpty ? _startUp : Math.Max(0, _combinations.Containing(running));
        foreach (var ring in _rings)
        {
            var phase = _combinations[_combination].PhaseOfRing[ring.Index];
            ring.Idle();
            if (phase >= 0)
            {
                ring.Adopt(_table[phase], view);
            }
        }

        _plan.Clear();
        _due.Reset();
        _plannedAt = view.Now;
        _reason = IntentReason.Hold;
        _adopted = true;
    }

    public ControlIntent Decide(in ControlView view)
    {
        if (!_adopted)
        {
            Adopt(view);
        }

        var running = _combinations[_combination];
        _calls.Note(view, running.Phases);
        var calls = (_calls.Vehicles | _calls.Pedestrians) - running.Phases;
        foreach (var ring in _rings)
        {
            AdvanceRing(ring, calls, view);
        }

        _due.Judge(_calls, _rings, view);
        _standstill.Note(view);
        Choose(view);
        if (_due.Began)
        {
            _events.Add(EventCode.MaxWaitForced, _due.Due);
        }

        CallCrossings(calls, view);
        var green = RightOfWay.Of(_table, _rings, view);
        var stage = _table.IsStaged && _rings[0].Phase is { } phase ? phase.Number : 0;
        return new ControlIntent(green, stage, _reason, AllRed: green.IsEmpty);
    }

    public void DrainEvents(ICollection<ControllerEvent> into) => _events.DrainTo(into);

    /// <inheritdoc/>
    /// <remarks>Call after <see cref="Decide"/> of the same tick; it sets the planner's root state anew.</remarks>
    public void PredictOutflow(in ControlView view, List<NeighbourOutflow> into)
    {
        var pedestrians = Root(view);
        _outflow.Predict(_root, _combination, pedestrians, _plan.Steps, (int)((view.Now - _plannedAt).Milliseconds / 1000));
        _outflow.AddTo(into, view);
    }

    public string Explain()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{_combinations[_combination].Label}: {_reason}");
        text.Append(_plan.Next < 0
            ? ", holds"
            : string.Create(CultureInfo.InvariantCulture, $", then {_combinations[_plan.Next].Label} at {_plan.SwitchAt}"));
        text.Append(CultureInfo.InvariantCulture, $", cost {_plan.Cost:0}; found");
        for (var c = 0; c <= _combinations.All.Length; c++)
        {
            if (float.IsFinite(_search.Alternatives[c]) && _search.Spent > 0)
            {
                var label = c == _combinations.All.Length ? "hold" : _combinations[c].Label;
                text.Append(CultureInfo.InvariantCulture, $" {label} {_search.Alternatives[c]:0}");
            }
        }

        return text.ToString();
    }

    private void AdvanceRing(ActuatedRing ring, PhaseSet calls, in ControlView view)
    {
        if (ring.Phase is { } phase)
        {
            var conflict = calls.Overlaps(_table.ConflictsOf(phase.Index));
            ring.Green.Advance(view, _calls.Extending, conflict);
            ring.Walk.Advance(view, mayRest: !conflict);
            if (ring.Green.ConflictBegan)
            {
                _events.Add(EventCode.PhaseCheck, phase.Number);
            }

            if (ring.Green.MaxBegan)
            {
                _events.Add(EventCode.MaxOut, phase.Number);
            }
        }
    }

    private void Choose(in ControlView view)
    {
        if (IsComingUp())
        {
            return;
        }

        if (_due.Due >= 0)
        {
            // A crossing beside a running green walks at once, see MayWalkLate.
            var walks = WalksBesideRunning(_due.Due);
            var forced = walks ? -1 : _due.Serving(_due.Due);
            if (forced >= 0 && Take(forced, IntentReason.MaxWait, view))
            {
                _plan.Clear();
            }

            return;
        }

        if (IsTimeToPlan(view.Now))
        {
            _plannedAt = view.Now;
            _plan.Renew(_root, _combination, Root(view), view.Now);
        }

        if (_standstill.IsStuck && _standstill.Elsewhere(_combinations, _combination) is var other and >= 0)
        {
            if (Take(other, IntentReason.Optimised, view))
            {
                _plan.Clear();
                _standstill.Reset(view.Now);
            }
        }
        else if (_plan.Next >= 0 && _plan.SwitchAt <= view.Now)
        {
            TakePlanned(view);
        }
    }

    /// <summary>Once a second, each intersection on its own tenth of it, so that a hundred of them do not all search in the same tick.</summary>
    private bool IsTimeToPlan(Instant now)
    {
        var age = now - _plannedAt;
        return (age > Replan - Duration.Tenth * 2 && ((now - Instant.Epoch).Tenths + _device) % 10 == 0) || age >= Replan * 2;
    }

    /// <summary>The plan's switch, unless somebody's bound would not survive it: then that call comes first.</summary>
    private void TakePlanned(in ControlView view)
    {
        if (!_due.FitsAfter(_plan.Next, _combination, _calls, view.Now))
        {
            _due.MakeDue();
        }
        else if (Take(_plan.Next, IntentReason.Optimised, view))
        {
            _plan.Taken();
        }
    }

    private bool WalksBesideRunning(int group)
    {
        foreach (var phase in _combinations[_combination].Phases)
        {
            if (_table[phase].Pedestrians.Contains(group))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsComingUp()
    {
        foreach (var ring in _rings)
        {
            if (ring.Phase is not null && !ring.Green.IsGreen)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Starts a combination if every phase that it ends may end now.</summary>
    private bool Take(int next, IntentReason reason, in ControlView view)
    {
        foreach (var ring in _rings)
        {
            if (ring.Phase is { } phase && !_combinations[next].Phases.Contains(phase.Index) && !ring.MayEnd(view))
            {
                return false;
            }
        }

        foreach (var ring in _rings)
        {
            var phase = _combinations[next].PhaseOfRing[ring.Index];
            if (phase < 0)
            {
                ring.Idle();
            }
            else if (ring.Phase?.Index != phase)
            {
                ring.Enter(_table[phase], view.Now);
            }
        }

        _combination = next;
        _reason = reason;
        _entryWalks = reason == IntentReason.MaxWait ? _calls.Buttons : new GroupSet(ulong.MaxValue);
        return true;
    }

    /// <summary>Fills the planner's root state and returns the phases whose crossings wait.</summary>
    private PhaseSet Root(in ControlView view)
    {
        _model.Root(_root, view, _rings, _combination, _calls.Waiting | Recalled());
        var pedestrians = _calls.Pedestrians;
        foreach (var phase in _combinations[_combination].Phases)
        {
            // A walk that is on, or a recall that the phase has served, waits for nobody.
            pedestrians = _table[phase].Pedestrians.Overlaps(_calls.Buttons) ? pedestrians : pedestrians.Without(phase);
        }

        return pedestrians;
    }

    /// <summary>Groups that are called without a detector: they count as one waiting vehicle.</summary>
    private GroupSet Recalled()
    {
        var set = GroupSet.Empty;
        foreach (var phase in _calls.Vehicles - _combinations[_combination].Phases)
        {
            set |= _table[phase].Vehicles;
        }

        return set;
    }

    /// <summary>Walk comes up with its phase; later while nobody else waits, or when the plan leaves time for it.</summary>
    private void CallCrossings(PhaseSet calls, in ControlView view)
    {
        foreach (var ring in _rings)
        {
            if (ring.Phase is not { } phase || phase.Pedestrians.IsEmpty)
            {
                continue;
            }

            // When a call is due, only crossings that were counted when it became so may lengthen what comes before it.
            var wanted = !ring.Green.IsGreen ? _calls.WalkOnEntry & _entryWalks
                : MayWalkLate(phase, calls, view) ? WalkTimer.AtRest(_calls.Buttons & phase.Pedestrians, view)
                : GroupSet.Empty;
            ring.Walk.Call(((wanted & phase.Pedestrians) | ring.Walk.Blocked) - view.Go, RightOfWay.Beside(ring, _rings));
        }
    }

    private bool MayWalkLate(TimedPhase phase, PhaseSet calls, in ControlView view)
    {
        var due = _due.Due >= 0 && phase.Pedestrians.Contains(_due.Due);
        if (due || !calls.Overlaps(_table.ConflictsOf(phase.Index)))
        {
            return true;
        }

        var planned = _plan.Next < 0 || _combinations[_plan.Next].Phases.Contains(phase.Index) || _plan.SwitchAt - view.Now >= phase.PedestrianService;
        return planned && _due.Due < 0 && (_calls.Buttons & phase.Pedestrians) != GroupSet.Empty
            && _due.Fits(view.Now + phase.PedestrianService + _table.LongestChange(phase.Index), GroupSet.Empty, _calls);
    }
}
