using Signals.Core.Model;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Actuated;

/// <summary>
/// The set of groups that a controller asks for, made of its rings; compatible by construction. Running greens come first, then phases that come up
/// beside them, then crossings, then overlaps of the phases that go.
/// </summary>
public static class RightOfWay
{
    public static GroupSet Of(PhaseTable table, ReadOnlySpan<ActuatedRing> rings, in ControlView view)
    {
        var green = GroupSet.Empty;
        var phases = PhaseSet.Empty;
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var ring in rings)
            {
                if (ring.Phase is not { } phase || ring.Green.IsGreen != (pass == 0))
                {
                    continue;
                }

                var held = ring.Walk.HeldByLead(view);
                var vehicles = phase.Vehicles - held;
                if (table.Safety.IsCompatible(green | vehicles))
                {
                    green |= vehicles;
                    phases = held.IsEmpty ? phases.With(phase.Index) : phases;
                }
            }
        }

        foreach (var ring in rings)
        {
            green = AddCompatible(table, green, ring.Phase is null ? GroupSet.Empty : ring.Walk.Walking);
        }

        return AddCompatible(table, green, table.OverlapsWith(phases));
    }

    /// <summary>Vehicles and walks of all rings but one.</summary>
    public static GroupSet Beside(ActuatedRing ring, ReadOnlySpan<ActuatedRing> rings)
    {
        var set = GroupSet.Empty;
        foreach (var other in rings)
        {
            set = other == ring || other.Phase is null ? set : set | other.Phase.Vehicles | other.Walk.Walking;
        }

        return set;
    }

    private static GroupSet AddCompatible(PhaseTable table, GroupSet green, GroupSet wanted)
    {
        foreach (var group in wanted)
        {
            green = table.Safety.ConflictsOf(group).Overlaps(green) ? green : green.With(group);
        }

        return green;
    }
}
