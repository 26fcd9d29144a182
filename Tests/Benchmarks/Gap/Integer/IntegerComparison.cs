using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap.Integer;

/// <summary>
/// What CP-SAT says beside the exact search and the planner's own arithmetic: the planner must price CP-SAT's plan as CP-SAT does, neither may have a plan
/// better than the other's proof. Within <see cref="Tolerance"/>: times are milliseconds here and floats there, and who arrives in the used part of a yellow
/// is counted from then here, from its begin there.
/// </summary>
internal sealed class IntegerComparison
{
    /// <summary>Relative difference that is no contradiction.</summary>
    public const double Tolerance = 0.005;

    private readonly Quantiles _price = new();
    private readonly Quantiles _optimum = new();
    private readonly Quantiles _seconds = new();
    private readonly Dictionary<string, int> _obstacles = [];
    private int _solved;
    private int _proved;

    /// <summary>Problems on which the two contradict each other.</summary>
    public int Contradictions { get; private set; }

    public void Add(HorizonProblem problem, PlanSearch planner, in ExactResult exact, TimeSpan limit)
    {
        if (LinearProblems.ObstacleOf(problem) is { } obstacle)
        {
            _obstacles[obstacle] = _obstacles.GetValueOrDefault(obstacle) + 1;
            return;
        }

        var known = exact.Steps.IsDefault ? planner.Steps : exact.Steps.AsSpan();
        if (IntegerPlan.Solve(problem, known, limit) is not { } solved)
        {
            _obstacles["no plan within the time limit"] = _obstacles.GetValueOrDefault("no plan within the time limit") + 1;
            return;
        }

        var priced = planner.CostOf(solved.Steps.AsSpan(), problem.Root.AsSpan(), problem.Combination, problem.Pedestrians);
        _solved++;
        _proved += solved.Closed ? 1 : 0;
        _price.Add(100 * Math.Abs((solved.Cost / priced) - 1));
        _optimum.Add(100 * Math.Abs((solved.Cost / exact.Cost) - 1));
        _seconds.Add(solved.Seconds);
        var contradicts = Math.Abs(solved.Cost - priced) > Tolerance * priced
            || priced < exact.Bound * (1 - Tolerance)
            || exact.Cost < solved.Bound * (1 - Tolerance);
        Contradictions += contradicts ? 1 : 0;
        Console.Error.WriteLine(
            $"   CP-SAT {solved.Cost:0.0}, bound {solved.Bound:0.0}, {(solved.Closed ? "proved" : "open")}, {solved.Seconds:0.0} s; the planner prices its plan at {priced:0.0}; exact {exact.Cost:0.0}"
            + (contradicts ? "  CONTRADICTION" : ""));
    }

    public object Row(string scene) => new
    {
        Scene = scene,
        IntegerProblems = _solved,
        IntegerProved = _proved,
        LeftOut = _obstacles,
        Contradictions,
        PriceDifferencePercentMax = _price.Rounded(1, 3),
        OptimumDifferencePercentP50 = _optimum.Rounded(0.5, 3),
        OptimumDifferencePercentMax = _optimum.Rounded(1, 3),
        IntegerSecondsP50 = _seconds.Rounded(0.5, 1),
    };
}
