using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Forward dynamic programming over (second, combination): hold for a second, or switch to a combination that somebody waits for. A few best partial plans
/// are kept in each bucket. Bounded by a budget of simulated seconds, not by a clock, so the result depends on nothing but the input; when the budget is
/// used up the plans found so far are finished without further switches. No allocation after construction.
/// </summary>
public sealed class PlanSearch
{
    private readonly QueueModel _model;
    private readonly PlannerSettings _settings;
    private readonly int _combinations;
    private readonly int _horizon;
    private readonly float[] _states;
    private readonly float[] _cost;
    private readonly float[] _bound;
    private readonly int[] _parent;
    private readonly int[] _switchedAt;
    private readonly PhaseSet[] _pedestrians;
    private readonly int[] _first;
    private readonly int[] _filled;
    private readonly float[] _scratch;
    private readonly PlanStep[] _steps;
    private readonly float[] _alternatives;

    public PlanSearch(QueueModel model, PlannerSettings settings)
    {
        _model = model;
        _settings = settings;
        _combinations = model.Combinations.All.Length;
        _horizon = model.Horizon;
        var slots = (_horizon + 1) * _combinations * settings.Kept;
        _states = new float[slots * model.Stride];
        _cost = new float[slots];
        _bound = new float[slots];
        _parent = new int[slots];
        _switchedAt = new int[slots];
        _pedestrians = new PhaseSet[slots];
        _first = new int[slots];
        _filled = new int[(_horizon + 1) * _combinations];
        _scratch = new float[model.Stride];
        _steps = new PlanStep[_horizon + 1];
        _alternatives = new float[_combinations + 1];
    }

    /// <summary>Switches of the best plan, in order.</summary>
    public ReadOnlySpan<PlanStep> Steps => _steps.AsSpan(0, StepCount);

    public int StepCount { get; private set; }

    /// <summary>Cost of the best plan, weighted vehicle-seconds over the horizon and after it.</summary>
    public float Cost { get; private set; }

    /// <summary>Seconds simulated by the last run.</summary>
    public int Spent { get; private set; }

    /// <summary>
    /// Best cost found among plans whose first switch is to each combination; the last entry is for never switching. Infinite where none was kept.
    /// </summary>
    public ReadOnlySpan<float> Alternatives => _alternatives;

    public void Run(ReadOnlySpan<float> root, int combination, PhaseSet pedestrians)
    {
        Array.Clear(_filled);
        Spent = 0;
        root.CopyTo(_scratch);
        Insert(0, combination, 0, pedestrians, parent: -1, switchedAt: -1, first: -1);
        for (var second = 0; second < _horizon; second++)
        {
            for (var c = 0; c < _combinations; c++)
            {
                for (var kept = 0; kept < _filled[second * _combinations + c]; kept++)
                {
                    Expand(second, c, Slot(second, c, kept));
                }
            }
        }

        Finish();
    }

    /// <summary>Cost of a given plan from a root, by the same arithmetic; switches that are not possible yet happen as soon as they are.</summary>
    public float CostOf(ReadOnlySpan<PlanStep> plan, ReadOnlySpan<float> root, int combination, PhaseSet pedestrians)
    {
        root.CopyTo(_scratch);
        var cost = 0f;
        var next = 0;
        for (var second = 0; second < _horizon; second++)
        {
            if (next < plan.Length && plan[next].Second <= second && _model.CanSwitch(_scratch, combination, plan[next].Combination, second))
            {
                _model.Switch(_scratch, combination, plan[next].Combination, second, ref pedestrians);
                combination = plan[next++].Combination;
            }

            cost += _model.Step(_scratch, combination, second, pedestrians);
        }

        return cost + _model.Terminal(_scratch, combination, pedestrians);
    }

    private int Slot(int second, int combination, int kept) => ((second * _combinations) + combination) * _settings.Kept + kept;

    private Span<float> State(int slot) => _states.AsSpan(slot * _model.Stride, _model.Stride);

    private void Expand(int second, int combination, int slot)
    {
        State(slot).CopyTo(_scratch);
        var cost = _cost[slot] + _model.Step(_scratch, combination, second, _pedestrians[slot]);
        Spent++;
        Insert(second + 1, combination, cost, _pedestrians[slot], slot, -1, _first[slot]);
        if (!MayBranch(second))
        {
            return;
        }

        for (var next = 0; next < _combinations && Spent < _settings.StepBudget; next++)
        {
            if (next != combination && _model.CanSwitch(State(slot), combination, next, second)
                && _model.HasDemand(State(slot), combination, next, second, _pedestrians[slot]))
            {
                Branch(second, combination, next, slot);
            }
        }
    }

    /// <summary>Every second for the next 8, every other to 24, every fourth after: near switches matter, far ones will be planned again.</summary>
    private static bool MayBranch(int second) => second < 8 || (second < 24 && second % 2 == 0) || second % 4 == 0;

    private void Branch(int second, int from, int to, int slot)
    {
        State(slot).CopyTo(_scratch);
        var pedestrians = _pedestrians[slot];
        var cost = _cost[slot];
        _model.Switch(_scratch, from, to, second, ref pedestrians);
        var until = Math.Min(_horizon, second + Math.Max(1, _model.ChangeSeconds(from, to) + _model.LeastGreen(from, to)));
        for (var t = second; t < until; t++)
        {
            cost += _model.Step(_scratch, to, t, pedestrians);
            Spent++;
        }

        Insert(until, to, cost, pedestrians, slot, second, _first[slot] < 0 ? to : _first[slot]);
    }

    /// <summary>Keeps the scratch state if its bucket has room or a worse plan.</summary>
    private void Insert(int second, int combination, float cost, PhaseSet pedestrians, int parent, int switchedAt, int first)
    {
        var bound = cost + _model.Terminal(_scratch, combination, pedestrians);
        var bucket = second * _combinations + combination;
        var slot = Slot(second, combination, 0);
        if (_filled[bucket] < _settings.Kept)
        {
            slot = Slot(second, combination, _filled[bucket]++);
        }
        else
        {
            for (var kept = 1; kept < _settings.Kept; kept++)
            {
                slot = _bound[Slot(second, combination, kept)] > _bound[slot] ? Slot(second, combination, kept) : slot;
            }

            if (_bound[slot] <= bound)
            {
                return;
            }
        }

        _scratch.CopyTo(State(slot));
        (_cost[slot], _bound[slot], _pedestrians[slot]) = (cost, bound, pedestrians);
        (_parent[slot], _switchedAt[slot], _first[slot]) = (parent, switchedAt, first);
    }

    private void Finish()
    {
        Array.Fill(_alternatives, float.PositiveInfinity);
        var best = -1;
        for (var c = 0; c < _combinations; c++)
        {
            for (var kept = 0; kept < _filled[_horizon * _combinations + c]; kept++)
            {
                var slot = Slot(_horizon, c, kept);
                best = best < 0 || _bound[slot] < _bound[best] ? slot : best;
                var first = _first[slot] < 0 ? _combinations : _first[slot];
                _alternatives[first] = Math.Min(_alternatives[first], _bound[slot]);
            }
        }

        Cost = _bound[best];
        Trace(best);
    }

    private void Trace(int slot)
    {
        StepCount = 0;
        for (; _parent[slot] >= 0; slot = _parent[slot])
        {
            if (_switchedAt[slot] >= 0)
            {
                var combination = slot / _settings.Kept % _combinations;
                _steps[StepCount++] = new PlanStep(_switchedAt[slot], combination);
            }
        }

        _steps.AsSpan(0, StepCount).Reverse();
    }
}
