using Signals.Core.Model;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Actuated;

/// <summary>One ring: the phase it serves, or is on the way to, with that phase's timers.</summary>
public sealed class ActuatedRing(PhaseTable table, int index)
{
    public int Index { get; } = index;

    /// <summary>Phase in service or about to be; null while the ring has nothing to do on this side of the barrier.</summary>
    public TimedPhase? Phase { get; private set; }

    public GreenTimer Green { get; } = new(table);

    public WalkTimer Walk { get; } = new(table);

    public void Enter(TimedPhase phase, Instant now)
    {
        Phase = phase;
        Green.Enter(phase, now);
        Walk.Enter(phase);
    }

    public void Adopt(TimedPhase phase, in ControlView view)
    {
        Phase = phase;
        Green.Enter(phase, view.Now);
        Walk.Adopt(phase, view);
    }

    public void Idle() => Phase = null;

    /// <summary>Minimum green is over and nobody is on the crossing: the phase may end.</summary>
    public bool MayEnd(in ControlView view) => Green.MinimumServed && Walk.IsDone(view);

    /// <summary>The phase has not begun: none of its groups shows anything yet, so that another may come up in its place.</summary>
    public bool MayGiveUp(in ControlView view)
    {
        foreach (var group in Phase?.All ?? GroupSet.Empty)
        {
            if (!view.Shown[group].State.IsStop())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Least time until the phase's groups could be red again: rest of minimum, walk and clearance, then the longest change.</summary>
    public Duration LeastRemaining(in ControlView view)
    {
        if (Phase is null)
        {
            return Duration.Zero;
        }

        var change = table.LongestChange(Phase.Index);
        if (!Green.IsGreen)
        {
            // Still on the way: the previous phase may just have ended.
            return change + Phase.MinService(!Walk.Walking.IsEmpty) + change;
        }

        return LeastGreenRemaining(view) + change;
    }

    /// <summary>Least time for which the running phase must still be green: rest of minimum green, walk and pedestrian clearance.</summary>
    public Duration LeastGreenRemaining(in ControlView view)
    {
        var rest = Duration.Zero;
        foreach (var group in Phase?.All ?? GroupSet.Empty)
        {
            rest = Duration.Max(rest, LeastRemaining(group, view));
        }

        return rest;
    }

    private Duration LeastRemaining(int group, in ControlView view)
    {
        var shown = view.Shown[group];
        var timing = table.Safety.Group(group).Timing;
        var walk = Phase!.Pedestrians.Contains(group);
        var clearance = walk ? timing.Clearance : Duration.Zero;
        return shown.State switch
        {
            GroupState.Green or GroupState.Walk => Duration.Max(Duration.Zero, timing.MinGo - shown.TimeInState) + clearance,
            GroupState.PedestrianClearance => Duration.Max(Duration.Zero, clearance - shown.TimeInState),
            _ => Walk.Walking.Contains(group) ? timing.MinGo + clearance : Duration.Zero,
        };
    }
}
