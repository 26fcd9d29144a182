using Signals.Benchmarks.Decisions;
using Signals.Benchmarks.Gap.Integer;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap;

/// <summary>Gap of the planner over the problems of recorded runs, budget by budget.</summary>
/// <param name="planner">Settings that the tapes were recorded with.</param>
/// <param name="integer">Solve every problem with CP-SAT too.</param>
/// <param name="every">Every so many-th decision of a tape is a problem.</param>
/// <param name="most">Problems in all.</param>
/// <param name="limit">CPU time of the exact search on one problem.</param>
internal sealed class GapStudy(PlannerSettings planner, bool integer, int every, int most, TimeSpan limit)
{
    /// <summary>A problem with less cost than this is an empty junction: every plan is optimal.</summary>
    private const float LeastCost = 20;

    /// <summary>Effort of the search that gives the exact one its first plan.</summary>
    private static readonly PlannerBudget Seed = new(100, 8);

    private readonly Quantiles[] _gap = [.. PlannerBudget.All.Select(_ => new Quantiles())];
    private readonly Quantiles[] _most = [.. PlannerBudget.All.Select(_ => new Quantiles())];
    private readonly Quantiles[] _cpu = [.. PlannerBudget.All.Select(_ => new Quantiles())];
    private readonly long[] _steps = new long[PlannerBudget.All.Length];
    private readonly Quantiles _exactSeconds = new();
    private readonly Quantiles _vehicles = new();
    private readonly IntegerComparison _integer = new();
    private int _problems;

    /// <summary>CP-SAT found nothing that contradicts the exact search.</summary>
    public bool Agrees => _integer.Contradictions == 0;

    /// <summary>Takes problems from a tape until there are enough.</summary>
    public void Add(TickTape tape)
    {
        var count = 0;
        TapePlayer.Play(tape, planner, (_, _, controller) =>
        {
            if (++count % every == 0 && _problems < most)
            {
                Judge(HorizonProblem.Of(tape.Intersection, planner, controller.Inner));
            }
        });
    }

    public IEnumerable<object> Rows(string scene)
    {
        yield return new
        {
            Scene = scene,
            HorizonS = planner.HorizonSeconds,
            Problems = _problems,
            Closed = _exactSeconds.Count,
            VehiclesP50 = _vehicles.Rounded(0.5),
            ExactSecondsP50 = _exactSeconds.Rounded(0.5, 2),
            ExactSecondsMax = _exactSeconds.Rounded(1, 2),
        };
        if (integer)
        {
            yield return _integer.Row(scene);
        }

        for (var b = 0; b < PlannerBudget.All.Length; b++)
        {
            var budget = PlannerBudget.All[b];
            yield return new
            {
                Scene = scene,
                BudgetMs = budget.Milliseconds,
                budget.Steps,
                budget.Kept,
                GapPercentP50 = _gap[b].Rounded(0.5, 3),
                GapPercentP90 = _gap[b].Rounded(0.9, 3),
                GapPercentMax = _gap[b].Rounded(1, 3),
                UnclosedAtMostPercentP50 = _most[b].Rounded(0.5, 1),
                CpuMsP50 = _cpu[b].Rounded(0.5, 3),
                CpuMsP99 = _cpu[b].Rounded(0.99, 3),
                StepsPerMs = Math.Round(_steps[b] / (_cpu[b].Mean * _cpu[b].Count)),
            };
        }
    }

    private void Judge(HorizonProblem problem)
    {
        var known = new PlanSearch(problem.Model, Seed.On(planner));
        known.Run([.. problem.Root], problem.Combination, problem.Pedestrians);
        if (known.Cost < LeastCost)
        {
            return;
        }

        _problems++;
        var costs = PlannerBudget.All.Select((b, i) => CostAt(b, i, problem)).ToArray();
        var exact = ExactSearch.Solve(problem, Math.Min(known.Cost, costs.Min()) + 0.001f, limit);
        Check(problem, known, exact);
        if (integer)
        {
            _integer.Add(problem, known, exact, limit);
        }

        for (var b = 0; b < costs.Length; b++)
        {
            (exact.Closed ? _gap : _most)[b].Add(100 * Math.Max(0, (costs[b] / exact.Bound) - 1));
        }

        if (exact.Closed)
        {
            _exactSeconds.Add(exact.Seconds);
        }

        _vehicles.Add(problem.Model.Arrivals.Arrived(problem.Horizon).ToArray().Sum());
        Console.Error.WriteLine(
            $"{_problems}: cost {costs[^1]:0.0}, exact {exact.Cost:0.0}, bound {exact.Bound:0.0}, {(exact.Closed ? "closed" : "open")}, {exact.Work} partial plans, {exact.Seconds:0.0} s; "
            + $"gap at 1 ms {100 * ((costs[1] / exact.Bound) - 1):0.00} %; planner {Text(problem, known.Steps)}; exact {Text(problem, exact.Steps.IsDefault ? known.Steps : exact.Steps.AsSpan())}");
    }

    /// <summary>The exact plan must cost by the planner's own arithmetic what the exact search says.</summary>
    private static void Check(HorizonProblem problem, PlanSearch search, in ExactResult exact)
    {
        if (exact.Steps.IsDefault)
        {
            return;
        }

        var cost = search.CostOf(exact.Steps.AsSpan(), problem.Root.AsSpan(), problem.Combination, problem.Pedestrians);
        if (Math.Abs(cost - exact.Cost) > 0.001f * exact.Cost)
        {
            throw new InvalidOperationException($"the exact plan costs {cost} by the planner's arithmetic, not {exact.Cost}");
        }
    }

    private float CostAt(PlannerBudget budget, int index, HorizonProblem problem)
    {
        var search = new PlanSearch(problem.Model, budget.On(planner));
        var started = ThreadClock.Now;
        search.Run(problem.Root.AsSpan(), problem.Combination, problem.Pedestrians);
        _cpu[index].Add((ThreadClock.Now - started) / 1e6);
        _steps[index] += search.Spent;
        return search.Cost;
    }

    private static string Text(HorizonProblem problem, ReadOnlySpan<PlanStep> steps)
    {
        var text = problem.Model.Combinations[problem.Combination].Label;
        foreach (var step in steps)
        {
            text += $" {step.Second}:{problem.Model.Combinations[step.Combination].Label}";
        }

        return text;
    }
}
