using System.Globalization;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Checks;

/// <summary>Plans can be run: splits fill the cycle on every ring, each part gets its minimum, offsets and coordinated parts fit.</summary>
internal static class PlanChecks
{
    public static void Check(IntersectionDraft draft)
    {
        foreach (var (plan, node) in draft.Plans.Where(p => !draft.UnreadPlans.Contains(p.Value.Number)).Select(p => (p.Value, p.Node)))
        {
            var scope = draft.Scope.In($"plan {plan.Number}", $"plans.{plan.Number}");
            if (plan.Offset >= plan.Cycle)
            {
                scope.Error(node.Below("offset"), $"offset {plan.Offset} must be less than the cycle {plan.Cycle}", "offset");
            }

            if (draft.Plans.Count(p => p.Value.Number == plan.Number) > 1)
            {
                scope.Error(node, $"plan {plan.Number} is defined twice");
            }

            if (draft.Sequence is RingBarrierSequence rings)
            {
                CheckNames(plan, [.. rings.Phases.Select(p => p.Number)], "phase", scope, node);
                CheckRings(plan, rings, scope, node);
                CheckPhases(draft, plan, rings, scope, node);
                CheckCoordinatedPhases(plan, rings, scope, node);
            }
            else if (draft.Sequence is StageSequence stages)
            {
                CheckNames(plan, [.. stages.Stages.Select(s => s.Number)], "stage", scope, node);
                CheckStages(draft, plan, stages, scope, node);
            }

            CheckWaits(draft, plan);
        }

        CheckSchedule(draft);
    }

    private static void CheckNames(TimingPlan plan, IReadOnlyList<int> parts, string what, Scope scope, ConfigNode node)
    {
        foreach (var split in plan.Splits.Where(s => !parts.Contains(s.PhaseOrStage)))
        {
            scope.Error(node.Below("splits", Key(split.PhaseOrStage)), $"split {split.PhaseOrStage} is for no {what}; defined: {string.Join(", ", parts)}", "splits");
        }

        foreach (var missing in parts.Where(p => plan.Splits.All(s => s.PhaseOrStage != p)))
        {
            scope.Error(node.Below("splits"), $"{what} {missing} has no split; every {what} needs one", "splits");
        }

        foreach (var unknown in plan.Coordinated.Where(c => !parts.Contains(c)))
        {
            scope.Error(node.Below("coordinated"), $"coordinated {unknown} is no {what}; defined: {string.Join(", ", parts)}", "coordinated");
        }
    }

    private static void CheckRings(TimingPlan plan, RingBarrierSequence rings, Scope scope, ConfigNode node)
    {
        var total = Duration.Zero;
        for (var side = 0; side < rings.BarrierCount; side++)
        {
            var sums = rings.Rings.Where(r => side < r.Barriers.Length && !r.Barriers[side].IsEmpty)
                .Select(r => (Ring: r.Number, Sum: r.Barriers[side].Aggregate(Duration.Zero, (sum, phase) => sum + plan.SplitOf(phase)))).ToList();
            if (sums.Count == 0)
            {
                continue;
            }

            if (sums.Exists(s => s.Sum != sums[0].Sum))
            {
                var text = string.Join(", ", sums.Select(s => $"ring {s.Ring} {s.Sum}"));
                scope.Error(node.Below("splits"), $"side {side + 1} of the barrier differs between rings ({text}); the splits of each side must add to the same time", "splits");
            }

            total += sums.Max(s => s.Sum);
        }

        if (total != plan.Cycle)
        {
            scope.Error(node.Below("splits"), $"splits add to {total} but the cycle is {plan.Cycle}; in each ring they must add to the cycle", "splits");
        }
    }

    private static void CheckPhases(IntersectionDraft draft, TimingPlan plan, RingBarrierSequence rings, Scope scope, ConfigNode node)
    {
        foreach (var phase in rings.Phases.Where(p => plan.Splits.Any(s => s.PhaseOrStage == p.Number)))
        {
            var split = plan.SplitOf(phase.Number);
            var least = FeasibleCycle.OfPhase(draft, phase);
            var walk = FeasibleCycle.OfPedestrians(draft, phase);
            if (split < least)
            {
                scope.Error(node.Below("splits", Key(phase.Number)), $"split {phase.Number} {split} is below minimum green + yellow + red clearance {least}; write {least} or more", "splits");
            }
            else if (split < walk)
            {
                scope.Warning(
                    node.Below("splits", Key(phase.Number)), $"split {phase.Number} {split} is below walk + pedestrian clearance + vehicle clearance {walk}; each pedestrian call will take the plan out of step", "splits");
            }
        }
    }

    private static void CheckCoordinatedPhases(TimingPlan plan, RingBarrierSequence rings, Scope scope, ConfigNode node)
    {
        var places = rings.Rings.SelectMany(r => r.Barriers.SelectMany((side, b) => side.Select(p => (Ring: r.Number, Side: b, Phase: p))))
            .Where(p => plan.Coordinated.Contains(p.Phase)).ToList();
        if (plan.Coordinated.IsEmpty)
        {
            scope.Error(node.Below("coordinated"), "coordinated is empty; name the phases that hold the offset, for example [2, 6]", "coordinated");
        }
        else if (places.Select(p => p.Side).Distinct().Count() > 1 || places.GroupBy(p => p.Ring).Any(g => g.Count() > 1))
        {
            scope.Error(node.Below("coordinated"), "coordinated phases must be one a ring and on the same side of the barrier", "coordinated");
        }
    }

    private static void CheckStages(IntersectionDraft draft, TimingPlan plan, StageSequence stages, Scope scope, ConfigNode node)
    {
        if (plan.Coordinated.Length != 1)
        {
            scope.Error(node.Below("coordinated"), $"coordinated must name exactly one stage, for example [{stages.Stages.FirstOrDefault()?.Number ?? 1}]", "coordinated");
        }

        var total = plan.Splits.Aggregate(Duration.Zero, (sum, split) => sum + split.Length);
        if (total != plan.Cycle)
        {
            scope.Error(node.Below("splits"), $"splits add to {total} but the cycle is {plan.Cycle}; they must add to the cycle", "splits");
        }

        for (var i = 0; i < stages.Stages.Length; i++)
        {
            var number = stages.Stages[i].Number;
            if (plan.Splits.All(s => s.PhaseOrStage != number))
            {
                continue;
            }

            var split = plan.SplitOf(number);
            var least = FeasibleCycle.OfStage(draft, stages, i, withPedestrians: false);
            var walk = FeasibleCycle.OfStage(draft, stages, i, withPedestrians: true);
            if (split < least)
            {
                scope.Error(node.Below("splits", Key(number)), $"split {number} {split} is below minimum green + intergreen to the next stage {least}; write {least} or more", "splits");
            }
            else if (split < walk)
            {
                scope.Warning(
                    node.Below("splits", Key(number)), $"split {number} {split} is below pedestrian green + intergreen to the next stage {walk}; each pedestrian call will take the plan out of step", "splits");
            }
        }
    }

    private static string Key(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void CheckWaits(IntersectionDraft draft, TimingPlan plan)
    {
        foreach (var group in draft.Groups.Where(g => g.Demand.MaxWait < plan.Cycle))
        {
            group.Section.Scope.Warning(
                group.Section.At("max-wait"), $"max-wait {group.Demand.MaxWait} is below the cycle {plan.Cycle} of plan {plan.Number}; calls will be forced out of step", "max-wait");
        }
    }

    private static void CheckSchedule(IntersectionDraft draft)
    {
        var seen = new Dictionary<(int Day, Duration At), int>();
        for (var i = 0; i < draft.Schedule.Count; i++)
        {
            var entry = draft.Schedule[i].Value;
            for (var day = 0; day < 7; day++)
            {
                if ((entry.Days >> day & 1) != 0 && !seen.TryAdd((day, entry.At), i + 1))
                {
                    draft.Scope.In($"schedule entry {i + 1}", $"schedule.{i + 1}").Error(
                        draft.Schedule[i].Node, $"starts at the same time as entry {seen[(day, entry.At)]} on {(DayOfWeek)day}; keep one of them", "at");
                    break;
                }
            }
        }

        foreach (var plan in draft.Plans.Where(p => draft.Schedule.TrueForAll(s => s.Value.Plan != p.Value.Number)))
        {
            draft.Scope.In($"plan {plan.Value.Number}", $"plans.{plan.Value.Number}").Info(plan.Node, "is in no schedule entry; it runs only when an operator selects it");
        }
    }
}
