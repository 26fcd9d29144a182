using System.Collections.Immutable;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks;

/// <summary>A budget of the fast tier in time, as the settings that use it up on the reference machine.</summary>
/// <param name="Milliseconds">Wall time, one core.</param>
/// <param name="Kept">Partial plans kept in a bucket: a larger budget needs more of them to have something to search.</param>
internal sealed record PlannerBudget(double Milliseconds, int Kept)
{
    /// <summary>Simulated seconds in a millisecond, one core of the reference machine; <c>gap</c> prints what the present machine does.</summary>
    public const int StepsPerMillisecond = 5_000;

    /// <summary>Budgets for which the evaluation asks.</summary>
    public static readonly ImmutableArray<PlannerBudget> All = [new(0.2, 1), new(1, 2), new(5, 4), new(10, 8), new(20, 8)];

    public int Steps => (int)(Milliseconds * StepsPerMillisecond);

    public PlannerSettings On(PlannerSettings planner) => planner with { StepBudget = Steps, Kept = Kept };
}
