using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Moves the switches of a plan by single seconds, one at a time or with all that follow, as long as that makes it cheaper. The search looks at far switches
/// only every other or every fourth second and forgets most partial plans; this makes good for both at the cost of a few walks along the plan, each of which
/// begins where the moved switch is. Bounded by simulated seconds; no allocation after construction.
/// </summary>
internal sealed class PlanPolish
{
    private readonly PlanModel _model;
    private readonly int _horizon;
    private readonly float[] _states;
    private readonly float[] _cost;
    private readonly PhaseSet[] _pedestrians;
    private readonly int[] _combination;
    private readonly float[] _scratch;
    private readonly PlanStep[] _trial;
    private int _budget;

    public PlanPolish(PlanModel model)
    {
        _model = model;
        _horizon = model.Horizon;
        _states = new float[(_horizon + 1) * model.Stride];
        _cost = new float[_horizon + 1];
        _pedestrians = new PhaseSet[_horizon + 1];
        _combination = new int[_horizon + 1];
        _scratch = new float[model.Stride];
        _trial = new PlanStep[_horizon + 1];
    }

    /// <summary>Shifts that are tried, s.</summary>
    private static readonly int[] Shifts = [-1, 1, -2, 2, -4, 4];

    /// <summary>Seconds simulated by the last run.</summary>
    public int Spent { get; private set; }

    /// <summary>Improves a plan in place and returns its cost.</summary>
    /// <param name="steps">Switches, each possible when it is due.</param>
    /// <param name="cost">What the plan costs.</param>
    /// <param name="leastFirst">Earliest second of the first switch.</param>
    /// <param name="mostFirst">Latest second of the first switch.</param>
    /// <param name="budget">Seconds that may be simulated.</param>
    public float Improve(
        Span<PlanStep> steps, ReadOnlySpan<float> root, int combination, PhaseSet pedestrians, float cost, int leastFirst, int mostFirst, int budget)
    {
        (Spent, _budget) = (0, budget);
        if (steps.IsEmpty || budget < 2 * _horizon)
        {
            return cost;
        }

        root.CopyTo(_states);
        (_cost[0], _pedestrians[0], _combination[0]) = (0, pedestrians, combination);
        Walk(steps, 0, float.PositiveInfinity, keep: true);
        for (var before = float.PositiveInfinity; cost < before && _budget - Spent >= _horizon;)
        {
            before = cost;
            foreach (var shift in Shifts)
            {
                for (var i = 0; i < steps.Length; i++)
                {
                    cost = Move(steps, i, i, shift, cost, leastFirst, mostFirst);
                    cost = i + 1 < steps.Length ? Move(steps, i, steps.Length - 1, shift, cost, leastFirst, mostFirst) : cost;
                }
            }
        }

        return cost;
    }

    /// <summary>Takes the plan with some of its switches shifted if it is cheaper.</summary>
    private float Move(Span<PlanStep> steps, int first, int last, int shift, float cost, int leastFirst, int mostFirst)
    {
        var trial = _trial.AsSpan(0, steps.Length);
        steps.CopyTo(trial);
        for (var i = first; i <= last; i++)
        {
            trial[i] = trial[i] with { Second = trial[i].Second + shift };
        }

        if (_budget - Spent < 2 * _horizon || trial[0].Second < leastFirst || trial[0].Second > mostFirst || !IsSpaced(trial))
        {
            return cost;
        }

        var from = Math.Min(steps[first].Second, trial[first].Second);
        var moved = Walk(trial, from, cost, keep: false);
        if (moved >= cost)
        {
            return cost;
        }

        trial.CopyTo(steps);
        return Walk(steps, from, float.PositiveInfinity, keep: true);
    }

    /// <summary>Every change is over before the next begins, and the last begins before the horizon.</summary>
    private bool IsSpaced(ReadOnlySpan<PlanStep> steps)
    {
        var (from, ready) = (_combination[0], 0);
        foreach (var step in steps)
        {
            if (step.Second < ready || step.Second >= _horizon)
            {
                return false;
            }

            ready = step.Second + Math.Max(1, _model.ChangeSeconds(from, step.Combination));
            from = step.Combination;
        }

        return true;
    }

    /// <summary>Cost of a plan that agrees with the kept one up to a second; infinite when a switch is not possible or it exceeds a limit on the way.</summary>
    private float Walk(ReadOnlySpan<PlanStep> steps, int from, float limit, bool keep)
    {
        State(from).CopyTo(_scratch);
        var (cost, pedestrians, combination) = (_cost[from], _pedestrians[from], _combination[from]);
        var next = 0;
        while (next < steps.Length && steps[next].Second < from)
        {
            next++;
        }

        for (var second = from; second < _horizon && cost < limit; second++)
        {
            if (next < steps.Length && steps[next].Second == second)
            {
                if (!_model.CanSwitch(_scratch, combination, steps[next].Combination, second))
                {
                    return float.PositiveInfinity;
                }

                _model.Switch(_scratch, combination, steps[next].Combination, second, ref pedestrians);
                combination = steps[next++].Combination;
            }

            cost += _model.Step(_scratch, combination, second, pedestrians);
            Spent++;
            if (keep)
            {
                _scratch.CopyTo(State(second + 1));
                (_cost[second + 1], _pedestrians[second + 1], _combination[second + 1]) = (cost, pedestrians, combination);
            }
        }

        return cost >= limit ? float.PositiveInfinity : cost + _model.Terminal(_scratch, combination, _horizon, pedestrians);
    }

    private Span<float> State(int second) => _states.AsSpan(second * _model.Stride, _model.Stride);
}
