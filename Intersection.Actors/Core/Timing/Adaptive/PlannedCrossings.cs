using Signals.Core.Model;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Adaptive;

/// <summary>When adaptive control lets a crossing walk: with its phase; later while nobody else waits, or when the plan leaves time for it.</summary>
internal sealed class PlannedCrossings(PhaseTable table, CombinationTable combinations, CallBook book, DueCalls due, RollingPlan plan)
{
    private GroupSet _entryWalks = new(ulong.MaxValue);

    /// <summary>
    /// A combination comes up. When a due call forces it, only crossings that were counted when it became so may lengthen what comes before it.
    /// </summary>
    public void NoteEntry(bool forced) => _entryWalks = forced ? book.Buttons : new GroupSet(ulong.MaxValue);

    /// <summary>Calls the walks that may come up or go on now.</summary>
    /// <param name="calls">Phases that wait.</param>
    public void Call(PhaseSet calls, ReadOnlySpan<ActuatedRing> rings, in ControlView view)
    {
        foreach (var ring in rings)
        {
            if (ring.Phase is not { } phase || phase.Pedestrians.IsEmpty)
            {
                continue;
            }

            var wanted = !ring.Green.IsGreen ? book.WalkOnEntry & _entryWalks
                : MayWalkLate(phase, calls, view) ? WalkTimer.AtRest(book.Buttons & phase.Pedestrians, view)
                : GroupSet.Empty;
            ring.Walk.Call(((wanted & phase.Pedestrians) | ring.Walk.Blocked) - view.Go, RightOfWay.Beside(ring, rings));
        }
    }

    private bool MayWalkLate(TimedPhase phase, PhaseSet calls, in ControlView view)
    {
        var isDue = due.Due >= 0 && phase.Pedestrians.Contains(due.Due);
        if (isDue || !calls.Overlaps(table.ConflictsOf(phase.Index)))
        {
            return true;
        }

        var planned = plan.Next < 0 || combinations[plan.Next].Phases.Contains(phase.Index) || plan.SwitchAt - view.Now >= phase.PedestrianService;
        return planned && due.Due < 0 && (book.Buttons & phase.Pedestrians) != GroupSet.Empty
            && due.Fits(view.Now + phase.PedestrianService + table.LongestChange(phase.Index), GroupSet.Empty, book);
    }
}
