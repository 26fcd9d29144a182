using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;

namespace Signals.Controller.Configuration.Checks;

/// <summary>No sequence may show conflicting groups together, and each phase has exactly one place in the rings.</summary>
internal static class SequenceChecks
{
    public static void Check(IntersectionDraft draft)
    {
        if (draft.Sequence is null)
        {
            return;
        }

        var scope = draft.Scope.In("sequence", "sequence");
        var node = draft.Section.At("sequence");
        if (draft.Sequence is RingBarrierSequence rings)
        {
            CheckPlaces(draft, rings, scope, node);
            CheckConcurrent(draft, rings, scope, node);
            CheckOverlaps(draft, rings, scope, node);
            CheckStartUp(draft, rings, scope, node);
        }
        else if (draft.Sequence is StageSequence stages)
        {
            CheckStages(draft, stages, scope, node);
        }

        Report(draft, scope, node, "start-up", draft.StartUp, "start-up");
    }

    /// <summary>Phases on the same side of the barrier in different rings may be green together.</summary>
    public static IEnumerable<(Phase A, Phase B)> Concurrent(RingBarrierSequence sequence)
    {
        for (var side = 0; side < sequence.BarrierCount; side++)
        {
            for (var r = 0; r < sequence.Rings.Length; r++)
            {
                for (var s = 0; s < r; s++)
                {
                    foreach (var a in PhasesOn(sequence, r, side))
                    {
                        foreach (var b in PhasesOn(sequence, s, side))
                        {
                            yield return (b, a);
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<Phase> PhasesOn(RingBarrierSequence sequence, int ring, int side) =>
        side < sequence.Rings[ring].Barriers.Length
            ? sequence.Rings[ring].Barriers[side].Select(sequence.PhaseOf)
            : [];

    private static void CheckPlaces(IntersectionDraft draft, RingBarrierSequence rings, Scope scope, ConfigNode node)
    {
        var places = rings.Rings.SelectMany(r => r.Barriers).SelectMany(b => b).ToLookup(number => number);
        foreach (var phase in rings.Phases)
        {
            var count = places[phase.Number].Count();
            if (count != 1)
            {
                scope.Error(
                    node.Below("rings"), $"phase {phase.Number} is {(count == 0 ? "in no ring and would never be served" : $"{count} times in the rings")}; put it in exactly one place", "rings");
            }
        }

        foreach (var number in rings.Phases.GroupBy(p => p.Number).Where(g => g.Count() > 1))
        {
            scope.Error(node.Below("phases"), $"phase {number.Key} is defined {number.Count()} times", "phases");
        }

        var groups = rings.Phases.SelectMany(p => new[] { p.VehicleGroup, p.PedestrianGroup }).Concat(rings.Overlaps.Select(o => o.Group));
        foreach (var twice in groups.Where(g => g >= 0).GroupBy(g => g).Where(g => g.Count() > 1))
        {
            scope.Error(node.Below("phases"), $"group {draft.GroupName(twice.Key)} belongs to {twice.Count()} phases; use an overlap for a group of several phases", "phases");
        }
    }

    private static void CheckConcurrent(IntersectionDraft draft, RingBarrierSequence rings, Scope scope, ConfigNode node)
    {
        foreach (var phase in rings.Phases)
        {
            Report(draft, scope, node, $"phase {phase.Number}", GroupsOf(phase), $"phases.{phase.Number}");
        }

        foreach (var (a, b) in Concurrent(rings))
        {
            foreach (var x in GroupsOf(a))
            {
                foreach (var y in GroupsOf(b))
                {
                    if (draft.Conflicts.Reason(x, y) is { } reason)
                    {
                        scope.Error(
                            node.Below("rings"), $"phases {a.Number} and {b.Number} can be green together, but groups {draft.GroupName(x)} and {draft.GroupName(y)} conflict ({reason}); put them in the same ring or on different sides of the barrier", "rings");
                    }
                }
            }
        }
    }

    private static void CheckOverlaps(IntersectionDraft draft, RingBarrierSequence rings, Scope scope, ConfigNode node)
    {
        foreach (var overlap in rings.Overlaps.Where(o => o.Group >= 0))
        {
            if (overlap.Parents.IsEmpty)
            {
                scope.Error(node.Below("overlaps", overlap.Letter), $"overlap {overlap.Letter} has no parent phases and would never be served", "overlaps");
            }

            foreach (var parent in overlap.Parents)
            {
                var with = Concurrent(rings).Where(p => p.A.Number == parent || p.B.Number == parent).SelectMany(p => new[] { p.A, p.B })
                    .Append(rings.PhaseOf(parent)).DistinctBy(p => p.Number);
                foreach (var phase in with)
                {
                    Report(draft, scope, node, $"overlap {overlap.Letter} with phase {phase.Number}", GroupsOf(phase).With(overlap.Group), "overlaps");
                }
            }
        }

        foreach (var (a, b) in rings.Overlaps.SelectMany(a => rings.Overlaps.Select(b => (a, b))).Where(p => string.CompareOrdinal(p.a.Letter, p.b.Letter) < 0))
        {
            var together = a.Parents.Any(p => b.Parents.Any(q => p == q || Concurrent(rings).Any(c =>
                (c.A.Number == p && c.B.Number == q) || (c.A.Number == q && c.B.Number == p))));
            if (together && a.Group >= 0 && b.Group >= 0 && a.Group != b.Group)
            {
                Report(draft, scope, node, $"overlaps {a.Letter} and {b.Letter}", GroupSet.Of(a.Group, b.Group), "overlaps");
            }
        }
    }

    private static void CheckStartUp(IntersectionDraft draft, RingBarrierSequence rings, Scope scope, ConfigNode node)
    {
        var places = rings.Rings.SelectMany(
            r => r.Barriers.SelectMany((side, b) => side.Select(number => (Ring: r.Number, Side: b, Phase: rings.PhaseOf(number)))))
            .Where(p => p.Phase.VehicleGroup >= 0 && draft.StartUp.Contains(p.Phase.VehicleGroup)).ToList();
        if (places.Select(p => p.Side).Distinct().Count() > 1 || places.GroupBy(p => p.Ring).Any(g => g.Count() > 1))
        {
            scope.Error(node.Below("start-up"), "start-up phases must be one a ring and all on the same side of the barrier", "start-up");
        }
    }

    private static void CheckStages(IntersectionDraft draft, StageSequence stages, Scope scope, ConfigNode node)
    {
        foreach (var number in stages.Stages.GroupBy(s => s.Number).Where(g => g.Count() > 1))
        {
            scope.Error(node.Below("stages"), $"stage {number.Key} is defined {number.Count()} times", "stages");
        }

        foreach (var stage in stages.Stages)
        {
            Report(draft, scope, node, $"stage {stage.Number}", stage.Groups | stage.PedestrianGroups, $"stages.{stage.Number}");
            if ((stage.Groups | stage.PedestrianGroups).IsEmpty)
            {
                scope.Error(node.Below("stages", Key(stage.Number)), $"stage {stage.Number} serves no group; add groups or remove it", $"stages.{stage.Number}");
            }
        }
    }

    private static string Key(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static GroupSet GroupsOf(Phase phase)
    {
        var set = phase.VehicleGroup >= 0 ? GroupSet.Of(phase.VehicleGroup) : GroupSet.Empty;
        return phase.PedestrianGroup >= 0 ? set.With(phase.PedestrianGroup) : set;
    }

    private static void Report(IntersectionDraft draft, Scope scope, ConfigNode node, string what, GroupSet groups, string key)
    {
        foreach (var a in groups)
        {
            foreach (var b in groups)
            {
                if (a < b && draft.Conflicts.Reason(a, b) is { } reason)
                {
                    scope.Error(
                        node.Below(key.Split('.')), $"{what} would show {draft.GroupName(a)} and {draft.GroupName(b)} together, but they conflict ({reason}); take one of them out", key);
                }
            }
        }
    }
}
