using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Checks;

/// <summary>Times that a sequence needs at the least: arithmetic shared by the checks of plans and of waits.</summary>
internal static class FeasibleCycle
{
    /// <summary>Least time of a phase: lead, minimum green, yellow and red clearance.</summary>
    public static Duration OfPhase(IntersectionDraft draft, Phase phase)
    {
        if (phase.VehicleGroup < 0)
        {
            return Duration.Zero;
        }

        var group = draft.Groups[phase.VehicleGroup];
        return group.Demand.PedestrianLead + group.Timing.MinGo + group.Timing.Clearance + group.Timing.RedClearance;
    }

    /// <summary>Time of a phase in which its pedestrians are served: walk and clearance, then the vehicle clearance (or the buffer).</summary>
    public static Duration OfPedestrians(IntersectionDraft draft, Phase phase)
    {
        if (phase.PedestrianGroup < 0 || phase.VehicleGroup < 0)
        {
            return Duration.Zero;
        }

        var walk = draft.Groups[phase.PedestrianGroup].Timing;
        var drive = draft.Groups[phase.VehicleGroup].Timing;
        return walk.MinGo + walk.Clearance + Duration.Max(drive.Clearance + drive.RedClearance, walk.RedClearance);
    }

    /// <summary>Least time of a stage: the longest minimum green that starts in it, and the change to the next stage.</summary>
    public static Duration OfStage(IntersectionDraft draft, StageSequence stages, int position, bool withPedestrians)
    {
        var stage = stages.Stages[position];
        var before = stages.Stages[(position + stages.Stages.Length - 1) % stages.Stages.Length];
        var next = stages.Stages[(position + 1) % stages.Stages.Length];
        var groups = withPedestrians ? stage.Groups | stage.PedestrianGroups : stage.Groups;
        var entering = next.Groups | next.PedestrianGroups;
        var longest = Duration.Zero;
        foreach (var group in groups)
        {
            var starts = !(before.Groups | before.PedestrianGroups).Contains(group);
            var green = starts ? draft.Groups[group].Timing.MinGo : Duration.Zero;
            foreach (var other in entering)
            {
                if (draft.Intergreens.Between(group, other) is { } intergreen)
                {
                    longest = Duration.Max(longest, green + intergreen);
                }
            }

            longest = Duration.Max(longest, green);
        }

        return longest;
    }

    /// <summary>Least cycle in which every phase or stage gets its minimum.</summary>
    public static Duration Least(IntersectionDraft draft)
    {
        var cycle = Duration.Zero;
        if (draft.Sequence is StageSequence stages)
        {
            for (var i = 0; i < stages.Stages.Length; i++)
            {
                cycle += OfStage(draft, stages, i, withPedestrians: false);
            }
        }
        else if (draft.Sequence is RingBarrierSequence rings)
        {
            for (var side = 0; side < rings.BarrierCount; side++)
            {
                var longest = Duration.Zero;
                foreach (var ring in rings.Rings.Where(r => side < r.Barriers.Length))
                {
                    var sum = ring.Barriers[side].Aggregate(Duration.Zero, (time, number) => time + OfPhase(draft, rings.PhaseOf(number)));
                    longest = Duration.Max(longest, sum);
                }

                cycle += longest;
            }
        }

        return cycle;
    }
}
