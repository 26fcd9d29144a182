using Signals.Core.Model;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.FixedTime;

/// <summary>The plan that fixed-time control runs while the plan in force is a free one: it needs a cycle of its own.</summary>
public static class FallbackPlan
{
    /// <summary>Number of a plan made here, the highest that a plan may have.</summary>
    public const int Number = 253;

    /// <summary>Green of a phase that nothing asks more of. A middling figure: long enough to clear a side street's queue, short enough for a 90-s cycle.</summary>
    public static readonly Duration UsualGreen = Duration.FromSeconds(18);

    /// <summary>The intersection's first coordinated plan, or one made of minimum services and <see cref="UsualGreen"/>.</summary>
    public static TimingPlan For(Intersection intersection, PhaseTable table)
    {
        foreach (var plan in intersection.Plans)
        {
            if (!plan.IsFree)
            {
                return plan;
            }
        }

        return Make(intersection, table);
    }

    private static TimingPlan Make(Intersection intersection, PhaseTable table)
    {
        var splits = table.Phases.Select(p => new Split(p.Number, SplitOf(p, table))).ToArray();
        var cycle = Duration.Zero;
        for (var barrier = 0; barrier < table.BarrierCount; barrier++)
        {
            cycle += Enumerable.Range(0, table.RingCount)
                .Max(ring => table.InRing(ring, barrier).Aggregate(Duration.Zero, (sum, phase) => sum + splits[phase].Length));
        }

        var coordinated = table.Phases.Where(p => intersection.StartUp.IsSupersetOf(p.Vehicles)).GroupBy(p => p.Ring).Select(ring => ring.First().Number);
        return new TimingPlan(Number, cycle, Duration.Zero, [.. splits], [.. coordinated], TransitionMode.ShortWay);
    }

    private static Duration SplitOf(TimedPhase phase, PhaseTable table)
    {
        var usual = Duration.Min(phase.MaxGreen, UsualGreen);
        return Duration.Max(usual, phase.MinService(!phase.Pedestrians.IsEmpty)) + table.LongestChange(phase.Index);
    }
}
