using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Rolling-horizon control: every second it plans which combinations of phases to serve, in which order and when, over the next
/// <see cref="ControlSettings.Horizon"/>, and carries out the first step when its time has come. Minimum greens, walks, clearances and every group's
/// <see cref="GroupDemand.MaxWait"/> stand above the plan.
/// </summary>
public sealed class AdaptiveController : IController, IOutflowPredictor, IGreenPlanner
{
    /// <summary>Time between two searches.</summary>
    public static readonly Duration Replan = new(1000);

    private readonly PhaseTable _table;
    private readonly CombinationTable _combinations;
    private readonly int _device;
    private readonly CombinationRings _rings;
    private readonly CallBook _calls;
    private readonly DueCalls _due;
    private readonly PlanModel _model;
    private readonly PlanSearch _search;
    private readonly RollingPlan _plan;
    private readonly PlannedCrossings _crossings;
    private readonly StandstillWatch _standstill;
    private readonly OutflowForecast _outflow;
    private readonly BoxClearance _box;
    private readonly FirstActions? _first;
    private readonly float[] _root;
    private readonly int _decisionSeconds;
    private readonly EventQueue _events = new();
    private Instant _plannedAt;
    private IntentReason _reason = IntentReason.StartUp;
    private bool _adopted;

    public AdaptiveController(
        Intersection intersection, PhaseTable table, ImmutableArray<Link> incoming, ImmutableArray<Link> outgoing, PlannerSettings? settings = null,
        IPlanJudge? judge = null)
    {
        settings ??= PlannerSettings.Default;
        _table = table;
        _device = intersection.Device;
        _combinations = new CombinationTable(table);
        _model = new PlanModel(intersection, table, _combinations, incoming, outgoing, settings);
        _search = new PlanSearch(_model, settings);
        _plan = new RollingPlan(_model, _search, settings);
        _rings = new CombinationRings(table, _combinations, intersection.StartUp);
        _calls = new CallBook(table);
        _due = new DueCalls(table, _combinations);
        _crossings = new PlannedCrossings(table, _combinations, _calls, _due, _plan);
        _standstill = new StandstillWatch(intersection);
        _box = new BoxClearance(intersection, table.Safety, settings);
        _outflow = new OutflowForecast(intersection, _model, outgoing);
        _first = judge is null ? null : new FirstActions(_model, _search, new PlanTimeline(_combinations, table.Safety), judge, settings);
        _root = new float[_model.Stride];
        _decisionSeconds = settings.DecisionSeconds;
    }

    public ControlLevel Level => ControlLevel.Adaptive;

    /// <summary>Searches made so far; one more than before the last <see cref="Decide"/> means that it planned.</summary>
    public long Searches { get; private set; }

    /// <summary>Model that searches predict with; until the next call it stands at the problem of the last search.</summary>
    internal PlanModel Model => _model;

    /// <summary>State from which the last search started.</summary>
    internal ReadOnlySpan<float> SearchRoot => _root;

    /// <summary>Combination that was running then, and phases whose crossings waited.</summary>
    internal (int Combination, PhaseSet Pedestrians) SearchedFrom { get; private set; }

    public void Adopt(in ControlView view)
    {
        _rings.Adopt(view);
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

        var running = _rings.Running;
        _calls.Note(view, running.Phases);
        var calls = (_calls.Vehicles | _calls.Pedestrians) - running.Phases;
        foreach (var ring in _rings.All)
        {
            AdvanceRing(ring, calls, view);
        }

        _due.Judge(_calls, _rings.All, view);
        _standstill.Note(view);
        _box.Note(view);
        _model.Reader.Note(view);
        _model.Hold.Advance(view, _events);
        Choose(view);
        if (_due.Began)
        {
            _events.Add(EventCode.MaxWaitForced, _due.Due);
        }

        _crossings.Call(calls, _rings.All, view);
        var green = RightOfWay.Of(_table, _rings.All, view);
        green = _rings.IsComingUp ? _box.Admit(green, _due.Due >= 0, view) : green;
        var stage = _table.IsStaged && _rings.All[0].Phase is { } phase ? phase.Number : 0;
        return new ControlIntent(green, stage, _reason, AllRed: green.IsEmpty);
    }

    public void DrainEvents(ICollection<ControllerEvent> into) => _events.DrainTo(into);

    /// <inheritdoc/>
    /// <remarks>Call after <see cref="Decide"/> of the same tick; it sets the planner's root state anew.</remarks>
    public void PredictOutflow(in ControlView view, List<NeighbourOutflow> into)
    {
        var pedestrians = Root(view);
        _outflow.Predict(_root, _rings.Index, pedestrians, _plan.Steps, (int)((view.Now - _plannedAt).Milliseconds / 1000));
        _outflow.AddTo(into, view);
    }

    /// <inheritdoc/>
    public int PlanGreens(in ControlView view, Span<GroupSet> into) => !_adopted ? 0
        : PlannedGreens.Fill(_model, _combinations, _rings.Index, _plan.Steps, (int)((view.Now - _plannedAt).Milliseconds / 1000), into);

    public string Explain()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{_rings.Running.Label}: {_reason}");
        text.Append(_plan.Next < 0
            ? ", holds"
            : string.Create(CultureInfo.InvariantCulture, $", then {_combinations[_plan.Next].Label} at {_plan.SwitchAt}"));
        text.Append(CultureInfo.InvariantCulture, $", cost {_plan.Cost:0}; found");
        for (var c = 0; c <= _combinations.All.Length && _search.Spent > 0; c++)
        {
            var first = c == _combinations.All.Length ? PlanSearch.Hold : c;
            if (_search.BestOf(first, out var cost) >= 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" {(first == PlanSearch.Hold ? "hold" : _combinations[c].Label)} {cost:0}");
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
        if (_rings.IsComingUp)
        {
            return;
        }

        if (_due.Due >= 0)
        {
            // A crossing beside a running green walks at once, see PlannedCrossings.
            var walks = _rings.HaveCrossing(_due.Due);
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
            SearchedFrom = (_rings.Index, Root(view));
            _search.GridSecond = SinceDecision(view.Now);
            _plan.Renew(_root, _rings.Index, SearchedFrom.Pedestrians, view.Now);
            Searches++;
            if (SinceDecision(view.Now) == 0 && _first?.Ask(view, _root, _rings.Index, SearchedFrom.Pedestrians, _plan) is { } chosen and > 0)
            {
                _plan.Replace(_first.Candidates.Steps(chosen), _first.Candidates.Cost(chosen), view.Now);
            }
        }

        if (SinceDecision(view.Now) != 0)
        {
            return;
        }

        if (_standstill.IsStuck && _standstill.Elsewhere(_combinations, _rings.Index) is var other and >= 0)
        {
            if (Take(other, IntentReason.Optimised, view))
            {
                _plan.Clear();
                _standstill.Reset(view.Now);
                _standstill.NoteTried(other);
            }
        }
        else if (!_standstill.IsTrying && _plan.Next >= 0 && _plan.SwitchAt <= view.Now)
        {
            TakePlanned(view);
        }
    }

    /// <summary>Whole seconds since combinations were last free to change; 0 when they are now.</summary>
    private int SinceDecision(Instant now) =>
        _decisionSeconds > 0 ? (int)((now - Instant.Epoch).Milliseconds / 1000 % _decisionSeconds) : 0;

    /// <summary>Once a second, each intersection on its own tenth of it, so that a hundred of them do not all search in the same tick.</summary>
    private bool IsTimeToPlan(Instant now)
    {
        var age = now - _plannedAt;
        return (age > Replan - Duration.Tenth * 5 && ((now - Instant.Epoch).Tenths + _device) % 10 == 0) || age >= Replan * 2;
    }

    /// <summary>The plan's switch, unless somebody's bound would not survive it: then that call comes first.</summary>
    private void TakePlanned(in ControlView view)
    {
        if (!_due.FitsAfter(_plan.Next, _rings.Index, _calls, view.Now))
        {
            _due.MakeDue();
        }
        else if (Take(_plan.Next, IntentReason.Optimised, view))
        {
            _plan.Taken();
        }
    }

    private bool Take(int next, IntentReason reason, in ControlView view)
    {
        var running = _rings.Index;
        if (!_rings.TryEnter(next, view))
        {
            return false;
        }

        _box.Begin(view.Now, Duration.FromSeconds(_model.ChangeSeconds(running, next)));

        _reason = reason;
        _crossings.NoteEntry(forced: reason == IntentReason.MaxWait);
        return true;
    }

    /// <summary>Fills the planner's root state and returns the phases whose crossings wait.</summary>
    private PhaseSet Root(in ControlView view)
    {
        _model.Root(_root, view, _rings.All, _rings.Index, _calls.Waiting | _calls.Recalled);
        var pedestrians = _calls.Pedestrians;
        foreach (var phase in _rings.Running.Phases)
        {
            // A walk that is on, or a recall that the phase has served, waits for nobody.
            pedestrians = _table[phase].Pedestrians.Overlaps(_calls.Buttons) ? pedestrians : pedestrians.Without(phase);
        }

        return pedestrians;
    }
}
