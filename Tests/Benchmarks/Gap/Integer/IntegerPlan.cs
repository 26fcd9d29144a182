using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Google.OrTools.Sat;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap.Integer;

/// <summary>
/// A linear problem as a time-indexed integer program, solved by OR-Tools CP-SAT: a second opinion on the planner's cost and on the exact search, from arithmetic
/// of its own. Times are rounded to milliseconds.
/// </summary>
internal static class IntegerPlan
{
    private const double Scale = 1e-6;

    /// <param name="problem">A problem without an obstacle, see <see cref="LinearProblems.ObstacleOf"/>.</param>
    /// <param name="known">A plan to begin with.</param>
    /// <param name="limit">Wall time after which the solver gives up.</param>
    /// <returns>Null when the time did not suffice for any plan.</returns>
    /// <exception cref="InvalidOperationException">The program has no solution, although a plan is known.</exception>
    public static ExactResult? Solve(HorizonProblem problem, ReadOnlySpan<PlanStep> known, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        var model = new CpModel();
        var switching = new Switching(problem, model);
        switching.Hint(known);
        var lanes = Enumerable.Range(0, problem.Model.Layout.Lanes).Select(lane => new LaneProgram(problem, model, switching, lane)).ToImmutableArray();
        var literals = lanes.SelectMany(l => l.Literals).ToList();
        var times = lanes.SelectMany(l => l.Times).ToList();
        model.Minimize(
            LinearExpr.WeightedSum(literals.Select(l => l.Literal).Concat(times.Select(t => t.Time)), literals.Select(l => l.Cost).Concat(times.Select(t => t.Cost)))
            + lanes.Sum(l => l.Constant));
        var solver = new CpSolver
        {
            StringParameters = string.Create(CultureInfo.InvariantCulture, $"max_time_in_seconds:{limit.TotalSeconds},num_workers:{Environment.ProcessorCount},random_seed:1"),
        };
        var status = solver.Solve(model);
        if (status == CpSolverStatus.Unknown)
        {
            return null;
        }

        if (status is not (CpSolverStatus.Optimal or CpSolverStatus.Feasible))
        {
            throw new InvalidOperationException($"CP-SAT: {status}, although a plan is known: the program does not say what the planner's model says");
        }

        return new ExactResult(
            (float)(solver.ObjectiveValue * Scale), (float)(solver.BestObjectiveBound * Scale), status == CpSolverStatus.Optimal,
            Stopwatch.GetElapsedTime(started).TotalSeconds, solver.NumBranches(), [.. switching.Read(solver)]);
    }
}
