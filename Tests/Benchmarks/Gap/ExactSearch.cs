using System.Collections.Immutable;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap;

/// <summary>
/// The best plan of the planner's own model, proved: every second each partial plan holds or switches to every combination that it may, and only those go
/// that another one dominates or that cannot become better than the best plan known. Nothing is left out for want of demand or at coarse times, as the
/// planner does. Takes seconds to minutes, or gives up at its limit.
/// </summary>
internal sealed class ExactSearch
{
    private readonly HorizonProblem _problem;
    private readonly PlanBound _bound;
    private readonly Dominance _dominance;
    private readonly List<PartialPlan>[] _next;
    private readonly long _until;
    private float _best;
    private long _work;
    private PartialPlan? _winner;

    /// <param name="problem">The problem.</param>
    /// <param name="known">Cost of a plan that is known.</param>
    /// <param name="limit">CPU time after which it gives up.</param>
    private ExactSearch(HorizonProblem problem, float known, TimeSpan limit)
    {
        _problem = problem;
        _bound = new PlanBound(problem, new LaneCosts(problem));
        _dominance = new Dominance(problem);
        _next = [.. Enumerable.Range(0, problem.Combinations).Select(_ => new List<PartialPlan>())];
        _best = known;
        _until = ThreadClock.Now + (limit.Ticks * 100);
    }

    private bool IsLate => ThreadClock.Now > _until;

    public static ExactResult Solve(HorizonProblem problem, float known, TimeSpan limit)
    {
        var started = ThreadClock.Now;
        var search = new ExactSearch(problem, known, limit);
        var bound = search.Run();
        var closed = float.IsNaN(bound);
        return new ExactResult(
            search._best, closed ? search._best : Math.Min(bound, search._best), closed, (ThreadClock.Now - started) / 1e9, search._work, search.Steps());
    }

    /// <summary>NaN when the best plan is proved, else the bound that was reached.</summary>
    private float Run()
    {
        var root = new PartialPlan([.. _problem.Root], 0, _problem.Pedestrians, 0, 0, _problem.Combination, null);
        _next[_problem.Combination].Add(root);
        for (var second = 0; second < _problem.Horizon; second++)
        {
            var now = _next.Select(plans => plans.ToList()).ToArray();
            Array.ForEach(_next, plans => plans.Clear());
            for (var c = 0; c < now.Length; c++)
            {
                if (!Keep(now[c], second))
                {
                    return now.Concat(_next).SelectMany(p => p).Min(p => p.Bound);
                }

                foreach (var plan in now[c])
                {
                    Expand(plan, c, second);
                }
            }
        }

        return float.NaN;
    }

    /// <summary>Removes what cannot win; false when the time is up.</summary>
    private bool Keep(List<PartialPlan> plans, int second)
    {
        plans.RemoveAll(p => p.Bound >= _best);
        plans.Sort((a, b) => a.Cost.CompareTo(b.Cost));
        var kept = 0;
        for (var i = 0; i < plans.Count; i++)
        {
            if (i % 64 == 0 && IsLate)
            {
                return false;
            }

            var plan = plans[i];
            var isDominated = false;
            for (var k = 0; k < kept && !isDominated; k++)
            {
                isDominated = _dominance.Dominates(plans[k], plan, second);
            }

            if (!isDominated)
            {
                plans[kept++] = plan;
            }
        }

        plans.RemoveRange(kept, plans.Count - kept);
        return true;
    }

    private void Expand(PartialPlan plan, int combination, int second)
    {
        Advance(plan, combination, combination, second);
        if (plan.BusyUntil > second)
        {
            return;
        }

        for (var next = 0; next < _problem.Combinations; next++)
        {
            if (next != combination && _problem.Model.CanSwitch(plan.State, combination, next, second))
            {
                Advance(plan, combination, next, second);
            }
        }
    }

    private void Advance(PartialPlan plan, int from, int to, int second)
    {
        _work++;
        float[] state = [.. plan.State];
        var (pedestrians, busyUntil) = (plan.Pedestrians, plan.BusyUntil);
        if (from != to)
        {
            _problem.Model.Switch(state, from, to, second, ref pedestrians);
            busyUntil = second + Math.Max(1, _problem.Model.ChangeSeconds(from, to));
        }

        var cost = plan.Cost + _problem.Model.Step(state, to, second, pedestrians);
        if (second + 1 == _problem.Horizon)
        {
            Finish(new PartialPlan(state, cost, pedestrians, busyUntil, cost + _problem.Model.Terminal(state, to, _problem.Horizon, pedestrians), to, plan));
            return;
        }

        var bound = _bound.Of(state, cost, pedestrians, busyUntil, to, second + 1);
        if (bound < _best)
        {
            _next[to].Add(new PartialPlan(state, cost, pedestrians, busyUntil, bound, to, plan));
        }
    }

    private void Finish(PartialPlan plan)
    {
        if (plan.Bound < _best)
        {
            (_best, _winner) = (plan.Bound, plan);
        }
    }

    private ImmutableArray<PlanStep> Steps()
    {
        var steps = new Stack<PlanStep>();
        var second = _problem.Horizon - 1;
        for (var plan = _winner; plan?.Parent is { } before; plan = before, second--)
        {
            if (plan.Combination != before.Combination)
            {
                steps.Push(new PlanStep(second, plan.Combination));
            }
        }

        return _winner is null ? default : [.. steps];
    }
}
