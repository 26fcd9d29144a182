using System.Collections.Immutable;

namespace Signals.Sim.Validation;

/// <summary>One goal of a corridor comparison, judged case by case for the candidate.</summary>
/// <param name="Title">What is asked for.</param>
/// <param name="Needs">Controller that the candidate is held against; null when it is judged alone.</param>
/// <param name="Judge">Figure of a case, and whether it meets the goal.</param>
public sealed record Goal(string Title, ControllerChoice? Needs, Func<CaseResult, (double Figure, bool Met)> Judge)
{
    /// <summary>Share of delay to be saved against the file's plans.</summary>
    public const double AgainstUntuned = -0.25;

    /// <summary>Share of delay to be saved against tuned plans when demand is not what they were made for.</summary>
    public const double AgainstTuned = -0.10;

    /// <summary>Most that the candidate may be worse than tuned plans at any demand.</summary>
    public const double NeverWorse = 0.02;

    private static readonly Measure Delay = Measure.All.Single(m => m.Key == "delayS");

    public static readonly ImmutableArray<Goal> All =
    [
        new("delay vs fixed, -25 %", ControllerChoice.Fixed, c => AtMost(AgainstUntuned, Relative(c, ControllerChoice.Fixed))),
        new("delay vs tuned, -10 % off the plan, never above +2 %", ControllerChoice.Tuned,
            c => AtMost(c.Case.IsUsual ? NeverWorse : AgainstTuned, Relative(c, ControllerChoice.Tuned))),
        new("delay vs actuated, never above +2 %", ControllerChoice.Actuated, c => AtMost(NeverWorse, Relative(c, ControllerChoice.Actuated))),
        new("delay vs max-pressure, never above +2 %", ControllerChoice.MaxPressure, c => AtMost(NeverWorse, Relative(c, ControllerChoice.MaxPressure))),
        new("calls beyond their cap, none", null, c => AtMost(0, c.Comparison.Runs.Where(r => r.Controller == c.Comparison.Candidate).Sum(r => r.CallsBeyondCap))),
    ];

    /// <summary>The goal can be judged: what it needs has run, and it is not the candidate itself.</summary>
    public bool CanJudge(CaseResult result) =>
        Needs is not { } needs || (result.Comparison.Controllers.Contains(needs) && result.Comparison.Candidate != needs);

    private static double Relative(CaseResult result, ControllerChoice reference) =>
        result.Comparison.RelativeDifference(result.Comparison.Candidate, reference, Delay);

    private static (double, bool) AtMost(double limit, double figure) => (figure, figure <= limit);
}
