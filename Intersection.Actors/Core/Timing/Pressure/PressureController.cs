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

namespace Signals.Core.Timing.Pressure;

/// <summary>
/// Control by a published pressure rule: every <see cref="ControlSettings.DecisionInterval"/> the combination of phases that the rule values most. Minimum
/// greens, walks, clearances and every group's <see cref="GroupDemand.MaxWait"/> stand above the rule, as they do above the optimiser.
/// </summary>
public sealed class PressureController : IController, IOutflowPredictor
{
    private readonly PhaseTable _table;
    private readonly CombinationTable _combinations;
    private readonly CombinationRings _rings;
    private readonly CallBook _calls;
    private readonly DueCalls _due;
    private readonly CalledCrossings _crossings;
    private readonly IPressureRule _rule;
    private readonly PressureTable _pressure;
    private readonly QueueReport _report;
    private readonly Duration _interval;
    private readonly EventQueue _events = new();
    private Instant _decideAt;
    private IntentReason _reason = IntentReason.StartUp;
    private bool _adopted;

    /// <exception cref="ArgumentException">The intersection's method is not a pressure rule.</exception>
    public PressureController(Intersection intersection, PhaseTable table, ImmutableArray<Link> outgoing)
        : this(intersection, table, outgoing, RuleOf(intersection))
    {
    }

    public PressureController(Intersection intersection, PhaseTable table, ImmutableArray<Link> outgoing, IPressureRule rule)
    {
        _table = table;
        _rule = rule;
        _interval = intersection.Control.DecisionInterval;
        _combinations = new CombinationTable(table);
        _rings = new CombinationRings(table, _combinations, intersection.StartUp);
        _calls = new CallBook(table);
        _due = new DueCalls(table, _combinations);
        _crossings = new CalledCrossings(table, _calls, _due);
        _pressure = new PressureTable(intersection, _combinations, outgoing, rule);
        _report = new QueueReport(intersection, outgoing);
    }

    public ControlLevel Level => ControlLevel.Adaptive;

    public void Adopt(in ControlView view)
    {
        _rings.Adopt(view);
        _due.Reset();
        _decideAt = view.Now;
        _reason = IntentReason.Hold;
        _adopted = true;
    }

    public ControlIntent Decide(in ControlView view)
    {
        if (!_adopted)
        {
            Adopt(view);
        }

        _calls.Note(view, _rings.Running.Phases);
        var calls = (_calls.Vehicles | _calls.Pedestrians) - _rings.Running.Phases;
        foreach (var ring in _rings.All)
        {
            AdvanceRing(ring, calls, view);
        }

        _due.Judge(_calls, _rings.All, view);
        Choose(view);
        if (_due.Began)
        {
            _events.Add(EventCode.MaxWaitForced, _due.Due);
        }

        _crossings.Call(calls, _rings.All, view);
        var green = RightOfWay.Of(_table, _rings.All, view);
        var stage = _table.IsStaged && _rings.All[0].Phase is { } phase ? phase.Number : 0;
        return new ControlIntent(green, stage, _reason, AllRed: green.IsEmpty);
    }

    public void DrainEvents(ICollection<ControllerEvent> into) => _events.DrainTo(into);

    /// <inheritdoc/>
    /// <remarks>No departures, because there is no plan; only the room on the approaches, which is where neighbours read our queues from.</remarks>
    public void PredictOutflow(in ControlView view, List<NeighbourOutflow> into) => _report.AddTo(into, view);

    public string Explain()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{_rings.Running.Label}: {_reason}, {_rule.Name}");
        foreach (var combination in _combinations.All)
        {
            text.Append(CultureInfo.InvariantCulture, $" {combination.Label} {_pressure[combination.Index]:0.0}");
        }

        var keeping = _pressure.Keeping(_rings.Index);
        return float.IsNaN(keeping) ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"; kept by {keeping:0.0}").ToString();
    }

    private static IPressureRule RuleOf(Intersection intersection) => intersection.Control.Method switch
    {
        ControlMethod.MaxPressure => new MaxPressureRule(),
        ControlMethod.Greedy => new GreedyRule(),
        ControlMethod.AdvancedMaxPressure => new AdvancedMaxPressureRule(),
        var other => throw new ArgumentException($"{intersection.Id}: {other} is no pressure rule; MaxPressure, Greedy and AdvancedMaxPressure are"),
    };

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
            // A crossing beside a running green walks at once, see CalledCrossings.
            var forced = _rings.HaveCrossing(_due.Due) ? -1 : _due.Serving(_due.Due);
            if (forced >= 0)
            {
                Take(forced, IntentReason.MaxWait, view);
            }
        }
        else if (view.Now >= _decideAt)
        {
            Decide(view.Now, view);
        }
    }

    /// <summary>A switch that minimum green or a walk does not allow yet is decided anew at the next tick.</summary>
    private void Decide(Instant now, in ControlView view)
    {
        _pressure.Take(view, _calls.Waiting | _calls.Recalled, _calls.Pedestrians - _rings.Running.Phases);
        var best = _pressure.Best(_rings.Index);
        if (best == _rings.Index)
        {
            _decideAt = now + _interval;
            _reason = IntentReason.Hold;
        }
        else if (!_due.FitsAfter(best, _rings.Index, _calls, now))
        {
            _due.MakeDue();
        }
        else
        {
            Take(best, IntentReason.Optimised, view);
        }
    }

    private void Take(int next, IntentReason reason, in ControlView view)
    {
        if (_rings.TryEnter(next, view))
        {
            _reason = reason;
            _decideAt = view.Now + _interval;
            _crossings.NoteEntry(forced: reason == IntentReason.MaxWait);
        }
    }
}
