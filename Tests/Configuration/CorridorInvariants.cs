using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Tests.Configuration;

/// <summary>What must hold for every corridor that the loader accepts, stated without the loader's own checks.</summary>
public static class CorridorInvariants
{
    public static IEnumerable<string> Violations(Corridor corridor) =>
        corridor.Intersections.SelectMany(i => OfIntersection(corridor, i).Select(v => $"{i.Id}: {v}"));

    private static IEnumerable<string> OfIntersection(Corridor corridor, Intersection at)
    {
        var least = corridor.Standard == "mutcd" ? Duration.FromSeconds(4) : Duration.FromSeconds(3);
        foreach (var group in at.Groups)
        {
            if (group.Timing.MinGo < least)
            {
                yield return $"{group.Id} minimum green {group.Timing.MinGo}";
            }

            if (!group.IsPedestrian && group.Timing.Clearance < Duration.FromSeconds(3))
            {
                yield return $"{group.Id} yellow {group.Timing.Clearance}";
            }

            foreach (var other in at.Groups)
            {
                var there = at.Intergreens.Between(group.Index, other.Index);
                if (there is null != (at.Intergreens.Between(other.Index, group.Index) is null))
                {
                    yield return $"{group.Id} and {other.Id} conflict one way only";
                }

                if (there < group.Timing.Clearance)
                {
                    yield return $"intergreen {group.Id} to {other.Id} {there} is below its clearance {group.Timing.Clearance}";
                }
            }
        }

        foreach (var (what, set) in Combinations(at.Sequence))
        {
            if (!at.Intergreens.IsCompatible(set))
            {
                yield return $"{what} shows conflicting groups {set}";
            }
        }

        if (at.StartUp.IsEmpty || !at.Intergreens.IsCompatible(at.StartUp))
        {
            yield return $"start-up {at.StartUp}";
        }

        foreach (var violation in OfPlans(at).Concat(OfCrossings(at)).Concat(OfDetectors(at)))
        {
            yield return violation;
        }
    }

    private static IEnumerable<string> OfPlans(Intersection at)
    {
        foreach (var plan in at.Plans)
        {
            if (plan.Offset >= plan.Cycle || plan.Offset < Duration.Zero || plan.Coordinated.IsEmpty)
            {
                yield return $"plan {plan.Number} offset {plan.Offset} cycle {plan.Cycle}";
            }

            foreach (var ring in (at.Sequence as RingBarrierSequence)?.Rings ?? [])
            {
                var phases = ring.Barriers.SelectMany(side => side).ToList();
                var sum = phases.Aggregate(Duration.Zero, (total, phase) => total + plan.SplitOf(phase));
                if (ring.Barriers.All(side => side.Length > 0) && sum != plan.Cycle)
                {
                    yield return $"plan {plan.Number} ring {ring.Number} adds to {sum}, cycle {plan.Cycle}";
                }
            }
        }

        foreach (var entry in at.Schedule.Where(e => e.Plan != TimingPlan.FreeNumber && at.Plans.All(p => p.Number != e.Plan)))
        {
            yield return $"schedule refers to plan {entry.Plan}";
        }
    }

    /// <summary>Nobody with right of way drives over a crossing while people walk on it.</summary>
    private static IEnumerable<string> OfCrossings(Intersection at) =>
        from crossing in at.Crossings
        from lane in at.LaneGroups
        from movement in lane.Movements
        where movement.ProtectedBy >= 0 && (lane.Approach == crossing.Leg || movement.ExitLeg == crossing.Leg)
        where !at.Intergreens.Conflicts(movement.ProtectedBy, crossing.Group)
        select $"{at.Groups[movement.ProtectedBy].Id} drives over the crossing of leg {crossing.Leg}";

    private static IEnumerable<string> OfDetectors(Intersection at) =>
        at.Detectors.GroupBy(d => d.Channel).Where(g => g.Key is < 1 or > 64 || g.Count() > 1).Select(g => $"channel {g.Key}")
            .Concat(at.Detectors.Where(d => d.Group < 0 || d.Group >= at.Groups.Length || d.LaneGroup >= at.LaneGroups.Length).Select(d => $"detector {d.Id}"));

    /// <summary>Every combination of groups that the sequence can show green at once.</summary>
    private static IEnumerable<(string What, GroupSet Groups)> Combinations(Sequence sequence)
    {
        if (sequence is StageSequence stages)
        {
            foreach (var stage in stages.Stages)
            {
                yield return ($"stage {stage.Number}", stage.Groups | stage.PedestrianGroups);
            }
        }
        else if (sequence is RingBarrierSequence rings)
        {
            for (var side = 0; side < rings.BarrierCount; side++)
            {
                var combinations = new List<(string, GroupSet)> { ("phases", GroupSet.Empty) };
                foreach (var ring in rings.Rings.Where(r => !r.Barriers[side].IsEmpty))
                {
                    var b = side;
                    combinations = [.. combinations.SelectMany(c => ring.Barriers[b].Select(n => ($"{c.Item1} {n}", c.Item2 | Groups(rings, n))))];
                }

                foreach (var combination in combinations)
                {
                    yield return combination;
                }
            }
        }
    }

    private static GroupSet Groups(RingBarrierSequence rings, int number)
    {
        var phase = rings.PhaseOf(number);
        var set = GroupSet.Of(phase.VehicleGroup);
        set = phase.PedestrianGroup >= 0 ? set.With(phase.PedestrianGroup) : set;
        return rings.Overlaps.Where(o => o.Parents.Contains(number)).Aggregate(set, (all, overlap) => all.With(overlap.Group));
    }
}
