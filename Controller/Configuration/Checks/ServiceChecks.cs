using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Checks;

/// <summary>Everybody who waits is served: each group has a place in the sequence, something that calls it, and a wait that can be kept.</summary>
internal static class ServiceChecks
{
    public static void Check(IntersectionDraft draft)
    {
        if (draft.Sequence is null)
        {
            return;
        }

        var served = Served(draft.Sequence);
        var feasible = FeasibleCycle.Least(draft);
        foreach (var group in draft.Groups)
        {
            var scope = group.Section.Scope;
            if (!served.Contains(group.Index))
            {
                var place = draft.Sequence is StageSequence ? "stage" : group.Kind == SignalGroupKind.Overlap ? "overlap" : "phase";
                scope.Error(group.Node, $"is in no {place} and would never be served; add it to the sequence or remove it");
            }
            else if (group.Kind != SignalGroupKind.Overlap && !IsCalled(draft, group))
            {
                scope.Error(
                    group.Node, $"has neither a detector that calls it nor a recall and would never be served; add a {(group.IsPedestrian ? "push-button" : "stop-line")} detector or \"recall: min\"");
            }

            if (group.Demand.MaxWait < feasible)
            {
                scope.Error(
                    group.Section.At("max-wait"), $"max-wait {group.Demand.MaxWait} is below the least feasible cycle {feasible}; write {feasible} or more", "max-wait");
            }
        }

        CheckPedestrians(draft);
    }

    private static GroupSet Served(Sequence sequence)
    {
        var set = GroupSet.Empty;
        if (sequence is StageSequence stages)
        {
            return stages.Stages.Aggregate(set, (all, stage) => all | stage.Groups | stage.PedestrianGroups);
        }

        if (sequence is RingBarrierSequence rings)
        {
            var groups = rings.Phases.SelectMany(p => new[] { p.VehicleGroup, p.PedestrianGroup }).Concat(rings.Overlaps.Select(o => o.Group));
            set = groups.Where(g => g >= 0).Aggregate(set, (all, group) => all.With(group));
        }

        return set;
    }

    private static bool IsCalled(IntersectionDraft draft, GroupDraft group) =>
        group.Demand.Recall != Recall.None
        || draft.Detectors.Exists(d => d.Value.Group < 0 && d.Value.Role != DetectorRole.Exit) // what that detector calls is already an error
        || draft.Detectors.Exists(d => d.Value.Group == group.Index && d.Value.Role != DetectorRole.Count)
        || draft.Detectors.Exists(d => d.Value.Role == DetectorRole.Area && d.Value.LaneGroup >= 0 && draft.LaneGroups[d.Value.LaneGroup].Value.ServedBy.Contains(group.Index))
        || (group.IsPedestrian && draft.Sequence is RingBarrierSequence rings && rings.Phases.Any(
            p => p.PedestrianGroup == group.Index && p.VehicleGroup >= 0 && draft.Groups[p.VehicleGroup].Demand.Recall == Recall.Pedestrian));

    private static void CheckPedestrians(IntersectionDraft draft)
    {
        if (draft.Sequence is not RingBarrierSequence rings)
        {
            return;
        }

        foreach (var phase in rings.Phases.Where(p => p.VehicleGroup >= 0))
        {
            var vehicle = draft.Groups[phase.VehicleGroup];
            if (phase.PedestrianGroup < 0)
            {
                if (vehicle.Demand.PedestrianLead > Duration.Zero)
                {
                    vehicle.Section.Scope.Error(
                        vehicle.Section.At("pedestrian-lead"), $"pedestrian-lead needs a pedestrian group beside phase {phase.Number}; add one or remove it", "pedestrian-lead");
                }

                continue;
            }

            var walk = draft.Groups[phase.PedestrianGroup].Timing;
            if (vehicle.Demand.MaxGreen < walk.MinGo + walk.Clearance)
            {
                vehicle.Section.Scope.Warning(
                    vehicle.Section.At("max-green"), $"max-green {vehicle.Demand.MaxGreen} is shorter than walk + clearance {walk.MinGo + walk.Clearance} of {draft.GroupName(phase.PedestrianGroup)}; pedestrian service will run past it", "max-green");
            }
        }
    }
}
