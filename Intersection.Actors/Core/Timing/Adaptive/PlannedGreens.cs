using Signals.Core.Model;
using Signals.Core.Timing.Combinations;

namespace Signals.Core.Timing.Adaptive;

/// <summary>A plan as the greens it will show, second by second.</summary>
internal static class PlannedGreens
{
    /// <summary>During a change only what is green before and after it is green; a change that is running now is taken as done.</summary>
    /// <param name="model">Lengths of the changes.</param>
    /// <param name="combinations">Their greens.</param>
    /// <param name="running">Combination that is green or coming up.</param>
    /// <param name="steps">Rest of the plan.</param>
    /// <param name="age">Seconds since the plan's steps were counted from.</param>
    /// <param name="into">One entry a second from now on.</param>
    /// <returns>Seconds that the plan reaches.</returns>
    public static int Fill(PlanModel model, CombinationTable combinations, int running, ReadOnlySpan<PlanStep> steps, int age, Span<GroupSet> into)
    {
        var (next, changed) = (0, 0);
        var kept = combinations[running].Green;
        for (var second = 0; second < into.Length; second++)
        {
            if (next < steps.Length && steps[next].Second - age <= second)
            {
                var entered = steps[next++].Combination;
                changed = second + model.ChangeSeconds(running, entered);
                kept = combinations[running].Green & combinations[entered].Green;
                running = entered;
            }

            into[second] = second < changed ? kept : combinations[running].Green;
        }

        return Math.Min(into.Length, model.Horizon);
    }
}
