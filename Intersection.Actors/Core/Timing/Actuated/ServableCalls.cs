using Signals.Core.Model;
using Signals.Core.Timing.Coordination;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Actuated;

/// <summary>Which called phases actuated control may serve at this point of the cycle.</summary>
internal sealed class ServableCalls(PhaseTable table, CallBook book, WaitBound bound, Coordinator coordinator, GroupSet startUp)
{
    /// <summary>
    /// The calls that coordination permits, and its own phases; those of the wait bound alone while it hurries. Nobody calling at start-up, the start-up
    /// phases.
    /// </summary>
    /// <param name="active">Phases in service.</param>
    public PhaseSet Given(PhaseSet active)
    {
        var vehicles = bound.Vehicles(book);
        var pedestrians = bound.Pedestrians(book);
        var set = bound.IsHurrying ? PhaseSet.Empty : coordinator.Coordinated;
        foreach (var phase in vehicles | pedestrians)
        {
            var servable = bound.IsHurrying
                || (vehicles.Contains(phase) && coordinator.MayServe(phase, pedestrians: false))
                || (pedestrians.Contains(phase) && coordinator.MayServe(phase, pedestrians: true));
            set = servable ? set.With(phase) : set;
        }

        return set.IsEmpty && active.IsEmpty ? StartUpPhases() : set;
    }

    private PhaseSet StartUpPhases()
    {
        var set = PhaseSet.Empty;
        foreach (var phase in table.Phases)
        {
            set = phase.Vehicles.Overlaps(startUp) && startUp.IsSupersetOf(phase.Vehicles) ? set.With(phase.Index) : set;
        }

        return set.IsEmpty ? PhaseSet.Of(0) : set;
    }
}
