using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Coordination;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.FixedTime;

/// <summary>
/// Pretimed control of a ring-barrier or stage sequence: every phase of the plan gets its split, called or not, on the cycle clock. Crossings walk on
/// call or recall when walk and clearance fit; where a split is too short for its crossing, the green is held until the pedestrians are across
/// and the phases after it are shortened. While the plan in force is free, <see cref="FallbackPlan"/> runs.
/// </summary>
public sealed class FixedTimeController : IController, IGreenPlanner
{
    private readonly PhaseTable _table;
    private readonly TimingPlan _fallback;
    private readonly Coordinator _coordinator;
    private readonly CallBook _calls;
    private readonly ActuatedRing[] _rings;
    private readonly EventQueue _events = new();
    private IntentReason _reason = IntentReason.StartUp;
    private bool _adopted;

    public FixedTimeController(Intersection intersection, PhaseTable table)
    {
        _table = table;
        _fallback = FallbackPlan.For(intersection, table);
        _coordinator = new Coordinator(table);
        _calls = new CallBook(table);
        _rings = [.. Enumerable.Range(0, table.RingCount).Select(ring => new ActuatedRing(table, ring))];
    }

    public ControlLevel Level => ControlLevel.FixedTime;

    /// <summary>
    /// Starts the cycle at the position nearest to the system's at which the plan shows what the cabinet shows, then moves to the offset as the
    /// plan's transition mode says.
    /// </summary>
    public void Adopt(in ControlView view)
    {
        var plan = PlanOf(view);
        var windows = _coordinator.WindowsOf(plan);
        var shown = new ShownPhases(_table, view);
        foreach (var ring in _rings)
        {
            ring.Idle();
            var phase = shown.InRing(ring.Index);
            if (phase >= 0)
            {
                ring.Adopt(_table[phase], view);
            }
        }

        _coordinator.Restart(view, plan, PositionOf(windows, CycleClock.SystemPosition(windows, view.Local)));
        _reason = IntentReason.Hold;
        _adopted = true;
    }

    public ControlIntent Decide(in ControlView view)
    {
        if (!_adopted)
        {
            Adopt(view);
        }

        _coordinator.Advance(view, PlanOf(view), _events);
        var windows = _coordinator.Windows!;
        _calls.Note(view, PhaseSet.Empty);
        foreach (var ring in _rings)
        {
            AdvanceRing(ring, windows, view);
        }

        var green = RightOfWay.Of(_table, _rings, view);
        return new ControlIntent(green, _table.IsStaged && _rings[0].Phase is { } stage ? stage.Number : 0, _reason, AllRed: green.IsEmpty);
    }

    public void DrainEvents(ICollection<ControllerEvent> into) => _events.DrainTo(into);

    public string Explain() => _coordinator.Windows is not { } windows
        ? "not started"
        : $"plan {windows.Plan.Number} at {_coordinator.Position} of {windows.Cycle}, {_coordinator.State}";

    /// <inheritdoc/>
    /// <remarks>The programmed greens; a green that is held for a crossing makes those after it later.</remarks>
    public int PlanGreens(in ControlView view, Span<GroupSet> into)
    {
        if (_coordinator.Windows is not { } windows)
        {
            return 0;
        }

        for (var second = 0; second < into.Length; second++)
        {
            into[second] = GroupSet.Empty;
            foreach (var phase in _table.Phases)
            {
                into[second] |= windows.IsGreenAt(phase.Index, _coordinator.Position + new Duration(second * 1000L)) ? phase.Vehicles : GroupSet.Empty;
            }
        }

        return into.Length;
    }

    private TimingPlan PlanOf(in ControlView view) => view.Plan.IsFree ? _fallback : view.Plan;

    private void AdvanceRing(ActuatedRing ring, PlanWindows windows, in ControlView view)
    {
        var planned = windows.PhaseAt(ring.Index, _coordinator.Position);
        if (ring.Phase is { } phase)
        {
            var ending = planned != phase.Index;
            ring.Green.Advance(view, GroupSet.Empty, conflict: ending);
            ring.Walk.Advance(view, mayRest: !ending && UntilForceOff(phase, windows) > LongestClearance(ring));
            if (ending && ring.MayEnd(view))
            {
                _events.Add(EventCode.ForceOff, phase.Number);
                ring.Idle();
            }
            else if (ending && ring.MayGiveUp(view))
            {
                ring.Idle();
            }
        }

        if (ring.Phase is null && planned >= 0)
        {
            ring.Enter(_table[planned], view.Now);
            _reason = IntentReason.Coordination;
        }

        CallCrossings(ring, windows, view);
    }

    private void CallCrossings(ActuatedRing ring, PlanWindows windows, in ControlView view)
    {
        if (ring.Phase is not { } phase || phase.Pedestrians.IsEmpty)
        {
            return;
        }

        var wanted = ring.Green.IsGreen ? WalkTimer.AtRest(_calls.Buttons & phase.Pedestrians, view) : _calls.WalkOnEntry;
        var fits = UntilForceOff(phase, windows) >= phase.PedestrianService && windows.IsGreenAt(phase.Index, _coordinator.Position);
        if (fits || !ring.Green.IsGreen)
        {
            ring.Walk.Call((wanted & phase.Pedestrians) - view.Go, RightOfWay.Beside(ring, _rings));
        }
    }

    private Duration UntilForceOff(TimedPhase phase, PlanWindows windows) => windows.Wrap(windows.ForceOff(phase.Index) - _coordinator.Position);

    private Duration LongestClearance(ActuatedRing ring)
    {
        var longest = Duration.Zero;
        foreach (var group in ring.Walk.Walking)
        {
            longest = Duration.Max(longest, _table.Safety.Group(group).Timing.Clearance);
        }

        return longest;
    }

    private Duration PositionOf(PlanWindows windows, Duration system)
    {
        var best = system;
        var nearest = windows.Cycle;
        for (var position = Duration.Zero; position < windows.Cycle; position += Duration.Tenth)
        {
            var away = Duration.Min(windows.Wrap(position - system), windows.Wrap(system - position));
            if (away < nearest && Shows(windows, position))
            {
                (best, nearest) = (position, away);
            }
        }

        return best;
    }

    private bool Shows(PlanWindows windows, Duration position)
    {
        var any = false;
        foreach (var ring in _rings)
        {
            any |= ring.Phase is not null;
            if (ring.Phase is not null && (!windows.IsGreenAt(ring.Phase.Index, position)))
            {
                return false;
            }
        }

        return any;
    }
}
