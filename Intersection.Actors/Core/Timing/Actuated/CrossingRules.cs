using Signals.Core.Model;
using Signals.Core.Timing.Coordination;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Actuated;

/// <summary>When actuated control lets a crossing walk beside its phase, and for how long it may rest in walk.</summary>
public sealed class CrossingRules(PhaseTable table, CallBook book, WaitBound bound, Coordinator coordinator)
{
    /// <summary>Walk comes up with its phase; later only while nobody else waits, or when it was called in time and blocked.</summary>
    public void Call(PhaseSet calls, ReadOnlySpan<ActuatedRing> rings, in ControlView view)
    {
        var onEntry = bound.WalkOnEntry(book);
        foreach (var ring in rings)
        {
            if (ring.Phase is not { } phase || phase.Pedestrians.IsEmpty)
            {
                continue;
            }

            var wanted = GroupSet.Empty;
            if (!ring.Green.IsGreen)
            {
                wanted = onEntry & phase.Pedestrians;
            }
            else if (MayWalkLate(phase, calls))
            {
                wanted = WalkTimer.AtRest(book.Buttons & phase.Pedestrians, view);
            }

            wanted = (wanted | ring.Walk.Blocked) - view.Go;
            ring.Walk.Call(wanted, RightOfWay.Beside(ring, rings));
        }
    }

    /// <summary>The green rests, or the coordinated green has more time than the crossing's clearance.</summary>
    public bool MayRest(ActuatedRing ring, TimedPhase phase, bool conflict)
    {
        if (!coordinator.IsActive || !coordinator.Coordinated.Contains(phase.Index))
        {
            return !conflict;
        }

        // Clearance must be over at the yield point.
        var clearance = Duration.Zero;
        foreach (var group in ring.Walk.Walking)
        {
            clearance = Duration.Max(clearance, table.Safety.Group(group).Timing.Clearance);
        }

        return !bound.IsHurrying && (coordinator.Holds(phase.Index) ? coordinator.UntilForceOff(phase.Index) > clearance : !conflict);
    }

    private bool MayWalkLate(TimedPhase phase, PhaseSet calls) => coordinator.IsActive && coordinator.Coordinated.Contains(phase.Index)
        ? !bound.IsHurrying && coordinator.Holds(phase.Index) && coordinator.UntilForceOff(phase.Index) >= phase.PedestrianService
        : !calls.Overlaps(table.ConflictsOf(phase.Index));
}
