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

        foreach (var plan in at.Plans.Where(p => p.Offset >= p.Cycle || p.Splits.IsEmpty))
        {
            yield return $"plan {plan.Number} offset {plan.Offset} cycle {plan.Cycle}";
        }
    }

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
