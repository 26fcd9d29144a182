using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Actuated;

/// <summary>
/// The crossings of one ring's phase: walk for its minimum, flashing don't walk (timed by the cabinet), then rest; or walk held while the
/// green rests. The vehicle green never ends before the pedestrian clearance has.
/// </summary>
public sealed class WalkTimer(PhaseTable table)
{
    private TimedPhase? _phase;

    /// <summary>Crossings that shall show walk now.</summary>
    public GroupSet Walking { get; private set; }

    /// <summary>Crossings that were called in time but conflict with another ring's green: served as soon as that ends.</summary>
    public GroupSet Blocked { get; private set; }

    public void Enter(TimedPhase phase)
    {
        _phase = phase;
        Walking = GroupSet.Empty;
        Blocked = GroupSet.Empty;
    }

    /// <summary>Crossings of the phase that show walk or clearance are taken over as they are.</summary>
    public void Adopt(TimedPhase phase, in ControlView view)
    {
        Enter(phase);
        Walking = phase.Pedestrians & view.Go;
    }

    /// <summary>Starts walk where it is possible beside <paramref name="green"/>; the rest is remembered as blocked.</summary>
    public void Call(GroupSet crossings, GroupSet green)
    {
        foreach (var group in crossings - Walking)
        {
            if (table.Safety.ConflictsOf(group).Overlaps(green | Walking))
            {
                Blocked = Blocked.With(group);
            }
            else
            {
                Walking = Walking.With(group);
                Blocked = Blocked.Without(group);
            }
        }
    }

    /// <summary>The crossings among <paramref name="crossings"/> that could walk at once: steady don't walk for at least the red revert time.</summary>
    public static GroupSet AtRest(GroupSet crossings, in ControlView view)
    {
        foreach (var group in crossings)
        {
            var shown = view.Shown[group];
            crossings = shown.State.IsStop() && shown.TimeInState >= SafetyTable.RedRevert ? crossings : crossings.Without(group);
        }

        return crossings;
    }

    /// <summary>Ends each walk that has had its time.</summary>
    /// <param name="mayRest">The green rests: crossings that rest in walk keep it.</param>
    public void Advance(in ControlView view, bool mayRest)
    {
        foreach (var group in Walking)
        {
            var shown = view.Shown[group];
            var walk = Duration.Max(table.Safety.Group(group).Timing.MinGo, _phase!.PedestrianLead);
            if (shown.State == GroupState.Walk && shown.TimeInState >= walk && !(mayRest && RestsInWalk(group)))
            {
                Walking = Walking.Without(group);
            }
        }
    }

    /// <summary>No walk, no pedestrian clearance, and none about to start.</summary>
    public bool IsDone(in ControlView view)
    {
        if (_phase is null || !Walking.IsEmpty)
        {
            return _phase is null;
        }

        foreach (var group in _phase.Pedestrians)
        {
            if (view.Shown[group].State is GroupState.Walk or GroupState.PedestrianClearance)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Vehicle groups that a leading pedestrian interval still holds: walk has not been shown long enough. Red-amber, where there is one, falls
    /// into the lead's end.
    /// </summary>
    public GroupSet HeldByLead(in ControlView view)
    {
        var held = GroupSet.Empty;
        if (Walking.IsEmpty)
        {
            return held;
        }

        var shown = Duration.FromSeconds(3600);
        foreach (var group in Walking)
        {
            shown = Duration.Min(shown, view.Shown[group].State == GroupState.Walk ? view.Shown[group].TimeInState : Duration.Zero);
        }

        foreach (var group in _phase!.Vehicles)
        {
            var signal = table.Safety.Group(group);
            var untouched = view.Shown[group].State.IsStop() || view.Shown[group].State.IsClearing();
            if (untouched && signal.Demand.PedestrianLead > Duration.Zero && shown + signal.Timing.RedAmber < signal.Demand.PedestrianLead)
            {
                held = held.With(group);
            }
        }

        return held;
    }

    private bool RestsInWalk(int group)
    {
        var rests = table.Safety.Group(group).Demand.RestInWalk;
        foreach (var vehicle in _phase!.Vehicles)
        {
            rests |= table.Safety.Group(vehicle).Demand.RestInWalk;
        }

        return rests;
    }
}
