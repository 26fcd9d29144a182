using Signals.Core.Model;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Combinations;

/// <summary>Crossings of a controller without a plan: they walk with their phase, later only while nobody else waits or when their own bound asks for it.</summary>
internal sealed class CalledCrossings(PhaseTable table, CallBook book, DueCalls due)
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
                : MayWalkLate(phase, calls) ? WalkTimer.AtRest(book.Buttons & phase.Pedestrians, view)
                : GroupSet.Empty;
            ring.Walk.Call(((wanted & phase.Pedestrians) | ring.Walk.Blocked) - view.Go, RightOfWay.Beside(ring, rings));
        }
    }

    private bool MayWalkLate(TimedPhase phase, PhaseSet calls) =>
        (due.Due >= 0 && phase.Pedestrians.Contains(due.Due)) || !calls.Overlaps(table.ConflictsOf(phase.Index));
}
