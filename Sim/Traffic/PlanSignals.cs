using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Traffic;

/// <summary>
/// The indications of a ring-barrier intersection that simply repeats one plan, walk with every phase: signals for engine benchmarks and
/// tests, where no controller is wanted. It is a function of time alone.
/// </summary>
public sealed class PlanSignals
{
    private readonly Intersection _intersection;
    private readonly RingBarrierSequence _sequence;
    private readonly TimingPlan _plan;
    private readonly GroupState[] _states;

    /// <exception cref="ArgumentException">The intersection runs stages, or the plan is free.</exception>
    public PlanSignals(Intersection intersection, TimingPlan plan)
    {
        _intersection = intersection;
        _plan = plan;
        _sequence = intersection.Sequence as RingBarrierSequence
            ?? throw new ArgumentException($"intersection {intersection.Id} has stages; give one with rings and barriers", nameof(intersection));
        if (plan.IsFree)
        {
            throw new ArgumentException($"plan {plan.Number} is free; give one with a cycle", nameof(plan));
        }

        _states = new GroupState[intersection.Groups.Length];
    }

    /// <summary>States by group index at a time since the plan's reference point. The span is overwritten by the next call.</summary>
    public ReadOnlySpan<GroupState> At(Duration time)
    {
        foreach (var group in _intersection.Groups)
        {
            _states[group.Index] = group.StopState;
        }

        var cycle = _plan.Cycle.Milliseconds;
        var inCycle = (((time - _plan.Offset).Milliseconds % cycle) + cycle) % cycle;
        foreach (var ring in _sequence.Rings)
        {
            Show(ring, inCycle);
        }

        return _states;
    }

    private void Show(Ring ring, long inCycle)
    {
        foreach (var side in ring.Barriers)
        {
            foreach (var number in side)
            {
                var split = _plan.SplitOf(number).Milliseconds;
                if (inCycle < split)
                {
                    Show(_sequence.PhaseOf(number), inCycle, split);
                    return;
                }

                inCycle -= split;
            }
        }
    }

    private void Show(Phase phase, long at, long split)
    {
        var timing = _intersection.Groups[phase.VehicleGroup].Timing;
        var green = split - timing.Clearance.Milliseconds - timing.RedClearance.Milliseconds;
        _states[phase.VehicleGroup] = at < green ? GroupState.Green
            : at < green + timing.Clearance.Milliseconds ? GroupState.Yellow : GroupState.Red;
        if (phase.PedestrianGroup < 0)
        {
            return;
        }

        var pedestrian = _intersection.Groups[phase.PedestrianGroup].Timing;
        var walk = Math.Max(pedestrian.MinGo.Milliseconds, green - pedestrian.Clearance.Milliseconds);
        _states[phase.PedestrianGroup] = at < walk ? GroupState.Walk
            : at < walk + pedestrian.Clearance.Milliseconds ? GroupState.PedestrianClearance : GroupState.DontWalk;
    }
}
