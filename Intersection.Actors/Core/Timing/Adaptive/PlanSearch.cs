using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Forward dynamic programming over (second, combination): hold for a second, or switch to a combination that somebody waits for. A few best partial plans
/// are kept in each bucket. Bounded by a budget of simulated seconds, not by a clock, so the result depends on nothing but the input; the budget is spread
/// over the horizon, and in each second the most promising plans come first. No allocation after construction.
/// </summary>
public sealed class PlanSearch
{
    /// <summary>Beyond every combination's index: a plan that does not switch now.</summary>
    public const int Hold = 255;

    /// <summary>First actions are not restricted.</summary>
    private const int Any = -1;

    private readonly PlanModel _model;
    private readonly PlannerSettings _settings;
    private readonly PlanNodes _nodes;
    private readonly PlanPolish _polish;
    private readonly int _combinations;
    private readonly int _horizon;
    private readonly int[] _order;
    private readonly float[] _scratch;
    private readonly PlanStep[] _steps;
    private int _budget;
    private int _only;

    public PlanSearch(PlanModel model, PlannerSettings settings)
    {
        _model = model;
        _settings = settings;
        _combinations = model.Combinations.All.Length;
        _horizon = model.Horizon;
        _nodes = new PlanNodes(_horizon, _combinations, settings.Kept, model.Stride);
        _polish = new PlanPolish(model);
        _order = new int[_combinations * settings.Kept];
        _scratch = new float[model.Stride];
        _steps = new PlanStep[_horizon + 1];
    }

    /// <summary>Switches of the best plan, in order.</summary>
    public ReadOnlySpan<PlanStep> Steps => _steps.AsSpan(0, StepCount);

    public int StepCount { get; private set; }

    /// <summary>Cost of the best plan, weighted vehicle-seconds over the horizon and after it; infinite when there is none.</summary>
    public float Cost { get; private set; }

    /// <summary>Seconds simulated by the last run: never more than the budget, or the horizon where that is longer.</summary>
    public int Spent { get; private set; }

    /// <summary>Seconds since the last instant at which combinations may change; only with <see cref="PlannerSettings.DecisionSeconds"/>.</summary>
    public int GridSecond { get; set; }

    /// <summary>Finds the best plan.</summary>
    public void Run(ReadOnlySpan<float> root, int combination, PhaseSet pedestrians) => Run(root, combination, pedestrians, Any, _settings.StepBudget);

    /// <summary>Finds the best plan that begins with an action.</summary>
    /// <param name="only">Combination to switch to now, or <see cref="Hold"/>.</param>
    /// <param name="budget">Simulated seconds that it may take.</param>
    public void Run(ReadOnlySpan<float> root, int combination, PhaseSet pedestrians, int only, int budget)
    {
        _nodes.Clear();
        (_only, _budget, Spent) = (only, Math.Max(budget - (int)(budget * _settings.PolishShare), _horizon), 0);
        root.CopyTo(_scratch);
        Insert(0, combination, 0, pedestrians, parent: -1, switchedAt: -1, first: Any);
        for (var second = 0; second < _horizon; second++)
        {
            var count = _nodes.Gather(second, _order);
            var held = Math.Min(count, (_budget - Spent) / (_horizon - second));
            if (second > 0 || only is Any or Hold)
            {
                for (var i = 0; i < held; i++)
                {
                    HoldOn(second, _order[i]);
                }
            }

            if (MayBranch(second) && (second > 0 || only != Hold))
            {
                BranchAll(second, held);
            }
        }

        Finish();
        Polish(root, combination, pedestrians, budget);
    }

    /// <summary>Best plan found by the last run among those that begin with an action: its cost, and its slot for <see cref="CopySteps"/>; −1 without one.</summary>
    public int BestOf(int first, out float cost)
    {
        var best = -1;
        var count = _nodes.Gather(_horizon, _order);
        for (var i = 0; i < count && best < 0; i++)
        {
            best = _nodes.First(_order[i]) == first ? _order[i] : -1;
        }

        cost = best < 0 ? float.PositiveInfinity : _nodes.Bound(best);
        return best;
    }

    /// <summary>Writes the switches of a plan and returns their number.</summary>
    public int CopySteps(int slot, Span<PlanStep> into)
    {
        var count = 0;
        for (; _nodes.Parent(slot) >= 0; slot = _nodes.Parent(slot))
        {
            if (_nodes.SwitchedAt(slot) >= 0)
            {
                into[count++] = new PlanStep(_nodes.SwitchedAt(slot), _nodes.CombinationOf(slot));
            }
        }

        into[..count].Reverse();
        return count;
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

        return cost + _model.Terminal(_scratch, combination, _horizon, pedestrians);
    }

    /// <summary>
    /// Every second for the next 8, every other to 24, every fourth after: near switches matter, far ones will be planned again. With decisions at intervals,
    /// at their instants.
    /// </summary>
    private bool MayBranch(int second) => _settings.DecisionSeconds > 0
        ? (GridSecond + second) % _settings.DecisionSeconds == 0
        : second < 8 || (second < 24 && second % 2 == 0) || second % 4 == 0;

    private int BranchSecondsFrom(int second, int horizon)
    {
        var count = 0;
        for (var s = second; s < horizon; s++)
        {
            count += MayBranch(s) ? 1 : 0;
        }

        return count;
    }

    private void HoldOn(int second, int slot)
    {
        _nodes.State(slot).CopyTo(_scratch);
        var combination = _nodes.CombinationOf(slot);
        var cost = _nodes.Cost(slot) + _model.Step(_scratch, combination, second, _nodes.Pedestrians(slot));
        Spent++;
        Insert(second + 1, combination, cost, _nodes.Pedestrians(slot), slot, -1, second == 0 ? Hold : _nodes.First(slot));
    }

    /// <summary>Switches of a second, the best plans first, as long as its share of the budget lasts.</summary>
    private void BranchAll(int second, int count)
    {
        var reserved = (_horizon - second) * (second == 0 ? 1 : _order.Length);
        var share = second == 0
            ? _budget - Spent - reserved
            : Math.Max(0, _budget - Spent - reserved) * 2 / (1 + BranchSecondsFrom(second, _horizon));
        var end = Spent + share;
        for (var i = 0; i < count; i++)
        {
            var slot = _order[i];
            var combination = _nodes.CombinationOf(slot);
            for (var next = 0; next < _combinations; next++)
            {
                if (next != combination && (second > 0 || _only == Any || next == _only)
                    && _model.CanSwitch(_nodes.State(slot), combination, next, second)
                    && _model.HasDemand(_nodes.State(slot), combination, next, second, _nodes.Pedestrians(slot)))
                {
                    if (!TryBranch(second, combination, next, slot, end))
                    {
                        return;
                    }
                }
            }
        }
    }

    private bool TryBranch(int second, int from, int to, int slot, int end)
    {
        var until = Math.Min(_horizon, second + Math.Max(1, _model.ChangeSeconds(from, to) + _model.LeastGreen(from, to)));
        if (Spent + until - second > end && !(second == 0 && _only == to))
        {
            return false;
        }

        _nodes.State(slot).CopyTo(_scratch);
        var pedestrians = _nodes.Pedestrians(slot);
        var cost = _nodes.Cost(slot);
        _model.Switch(_scratch, from, to, second, ref pedestrians);
        for (var t = second; t < until; t++)
        {
            cost += _model.Step(_scratch, to, t, pedestrians);
            Spent++;
        }

        Insert(until, to, cost, pedestrians, slot, second, second == 0 ? to : _nodes.First(slot));
        return true;
    }

    private void Insert(int second, int combination, float cost, PhaseSet pedestrians, int parent, int switchedAt, int first)
    {
        var bound = cost + _model.Terminal(_scratch, combination, second, pedestrians);
        _nodes.Insert(second, combination, _scratch, cost, bound, pedestrians, parent, switchedAt, first);
    }

    /// <summary>Spends what is left of the budget on the times of the best plan's switches; a first action that was asked for stays.</summary>
    private void Polish(ReadOnlySpan<float> root, int combination, PhaseSet pedestrians, int budget)
    {
        if (_settings.PolishShare <= 0 || _settings.DecisionSeconds > 0)
        {
            return;
        }

        var isFixed = _only != Any && _only != Hold;
        Cost = _polish.Improve(
            _steps.AsSpan(0, StepCount), root, combination, pedestrians, Cost, _only == Hold ? 1 : 0, isFixed ? 0 : _horizon, budget - Spent);
        Spent += _polish.Spent;
    }

    private void Finish()
    {
        var found = _nodes.Gather(_horizon, _order) > 0;
        Cost = found ? _nodes.Bound(_order[0]) : float.PositiveInfinity;
        StepCount = found ? CopySteps(_order[0], _steps) : 0;
    }
}
