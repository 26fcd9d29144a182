using System.Collections.Immutable;
using System.Globalization;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>sequence</c>: NEMA rings and barriers, or stages.</summary>
internal static class SequenceReader
{
    private static readonly string[] StageKeys = ["stages"];

    private static readonly string[] RingKeys = ["phases", "rings", "overlaps", "simultaneous-gap-out"];

    public static void Read(IntersectionDraft draft)
    {
        if (draft.Section.Find("sequence") is not { } node)
        {
            return;
        }

        var section = new SectionReader(node, Sections.Sequence, draft.Scope.In("sequence", "sequence"));
        if (!section.IsMap)
        {
            return;
        }

        var isRings = section.Choice("type", true, ("ring-barrier", true), ("stages", false));
        foreach (var wrong in (isRings ? StageKeys : RingKeys).Where(section.Has))
        {
            section.Scope.Error(section.At(wrong), $"\"{wrong}\" does not belong to type {(isRings ? "ring-barrier" : "stages")}; remove it or change the type", wrong);
        }

        draft.Sequence = isRings ? ReadRings(draft, section) : ReadStages(draft, section);
        draft.StartUp = ReadStartUp(section, draft.Sequence);
    }

    private static RingBarrierSequence ReadRings(IntersectionDraft draft, SectionReader section)
    {
        var phases = ImmutableArray.CreateBuilder<Phase>();
        foreach (var (key, value) in section.Entries("phases"))
        {
            var scope = section.Scope.In($"phase {key.Text}", $"phases.{key.Text}");
            var phase = new SectionReader(value, Sections.Phase, scope);
            if (phase.IsMap && Number(scope, key, 16, "phase") is { } number)
            {
                var vehicle = Group(draft, phase, "group", wantPedestrian: false);
                var pedestrian = Group(draft, phase, "pedestrian", wantPedestrian: true);
                phases.Add(new Phase(number, vehicle, pedestrian, phase.Flag("dual-entry", false)));
            }
        }

        var overlaps = ImmutableArray.CreateBuilder<Overlap>();
        foreach (var (key, value) in section.Entries("overlaps"))
        {
            var scope = section.Scope.In($"overlap {key.Text}", $"overlaps.{key.Text}");
            var overlap = new SectionReader(value, Sections.Overlap, scope);
            var group = Group(draft, overlap, "group", wantPedestrian: false);
            if (group >= 0 && draft.Groups[group].Kind != SignalGroupKind.Overlap)
            {
                scope.Error(overlap.At("group"), $"group \"{draft.GroupName(group)}\" must have kind: overlap", "group");
            }

            overlaps.Add(new Overlap(key.Text, group, PhaseNumbers(scope, overlap.Items("phases"), phases, "phases")));
        }

        var rings = ReadRingList(section, phases);
        return new(phases.ToImmutable(), rings, overlaps.ToImmutable(), section.Flag("simultaneous-gap-out", true));
    }

    private static ImmutableArray<Ring> ReadRingList(SectionReader section, ImmutableArray<Phase>.Builder phases)
    {
        var rings = ImmutableArray.CreateBuilder<Ring>();
        foreach (var item in section.Items("rings"))
        {
            var number = rings.Count + 1;
            var scope = section.Scope.In($"ring {number}", $"rings.{number}");
            if (item.Kind != NodeKind.List || item.Items.Any(i => i.Kind != NodeKind.List))
            {
                scope.Error(item, "a ring must be a list of barrier sides, each a list of phase numbers, for example [[1, 2], [3, 4]]");
                continue;
            }

            var sides = item.Items.Select(side => PhaseNumbers(scope, side.Items, phases, "rings")).ToImmutableArray();
            var text = string.Join(" | ", sides.Select(s => string.Join(",", s)));
            scope.Record("", text, ValueSource.File, item, safety: true);
            rings.Add(new Ring(number, sides));
        }

        if (rings.Count is < 1 or > 4)
        {
            section.Scope.Error(section.At("rings"), $"has {rings.Count} rings; 1–4 are supported", "rings");
        }
        else if (rings.Any(r => r.Barriers.Length != rings[0].Barriers.Length) || rings[0].Barriers.Length is < 1 or > 8)
        {
            section.Scope.Error(section.At("rings"), "every ring must have the same number of barrier sides, 1–8; write [] for an empty side", "rings");
        }

        return rings.ToImmutable();
    }

    private static StageSequence ReadStages(IntersectionDraft draft, SectionReader section)
    {
        var stages = ImmutableArray.CreateBuilder<Stage>();
        foreach (var (key, value) in section.Entries("stages"))
        {
            var scope = section.Scope.In($"stage {key.Text}", $"stages.{key.Text}");
            var stage = new SectionReader(value, Sections.Stage, scope);
            if (stage.IsMap && Number(scope, key, 32, "stage") is { } number)
            {
                var name = stage.Text("name", $"Stage {number}");
                stages.Add(new Stage(number, name, Groups(draft, stage, "groups", false), Groups(draft, stage, "pedestrians", true)));
            }
        }

        if (stages.Count < 2)
        {
            section.Scope.Error(section.At("stages"), $"has {stages.Count} stages; at least 2 are needed", "stages");
        }

        return new(stages.ToImmutable());
    }

    private static GroupSet ReadStartUp(SectionReader section, Sequence? sequence)
    {
        var set = GroupSet.Empty;
        foreach (var item in section.Items("start-up"))
        {
            if (!int.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                section.Scope.Error(item, $"start-up \"{item.Text}\" must be phase or stage numbers, for example [2, 6]", "start-up");
                continue;
            }

            var found = false;
            if (sequence is RingBarrierSequence rings && rings.Phases.FirstOrDefault(p => p.Number == number) is { } phase)
            {
                found = true;
                set = phase.VehicleGroup >= 0 ? set.With(phase.VehicleGroup) : set;
            }
            else if (sequence is StageSequence stages && stages.Stages.FirstOrDefault(s => s.Number == number) is { } stage)
            {
                found = true;
                set |= stage.Groups;
            }

            if (!found)
            {
                section.Scope.Error(item, $"start-up {number} is no {(sequence is StageSequence ? "stage" : "phase")} of this sequence", "start-up");
            }
        }

        if (set.IsEmpty && section.Has("start-up"))
        {
            section.Scope.Error(section.At("start-up"), "start-up must name at least one phase or stage, for example [2, 6]", "start-up");
        }

        section.Scope.Record("start-up", string.Join(", ", section.Items("start-up").Select(i => i.Text)), ValueSource.File, section.At("start-up"), true);
        return set;
    }

    private static ImmutableArray<int> PhaseNumbers(
        Scope scope, IReadOnlyList<ConfigNode> items, ImmutableArray<Phase>.Builder phases, string key)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var item in items)
        {
            if (int.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && phases.Any(p => p.Number == number))
            {
                numbers.Add(number);
            }
            else
            {
                scope.Error(item, $"\"{item.Text}\" is no phase; defined: {string.Join(", ", phases.Select(p => p.Number))}", key);
            }
        }

        return numbers.ToImmutable();
    }

    private static int? Number(Scope scope, ConfigNode key, int most, string what)
    {
        if (int.TryParse(key.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        scope.Error(key, $"{what} number \"{key.Text}\" must be 1–{most}");
        return null;
    }

    private static int Group(IntersectionDraft draft, SectionReader section, string key, bool wantPedestrian)
    {
        if (section.Find(key) is not { } node)
        {
            return -1;
        }

        var index = draft.GroupIndex(section.Scope, node, key);
        if (index >= 0 && draft.Groups[index].IsPedestrian != wantPedestrian)
        {
            section.Scope.Error(node, $"{key} \"{node.Text}\" must be a {(wantPedestrian ? "pedestrian" : "vehicle")} group", key);
            return -1;
        }

        if (index >= 0)
        {
            section.Scope.Record(key, node.Text, ValueSource.File, node, safety: true);
        }

        return index;
    }

    private static GroupSet Groups(IntersectionDraft draft, SectionReader section, string key, bool wantPedestrian)
    {
        var set = GroupSet.Empty;
        foreach (var item in section.Items(key))
        {
            var index = draft.GroupIndex(section.Scope, item, key);
            if (index >= 0 && draft.Groups[index].IsPedestrian != wantPedestrian)
            {
                section.Scope.Error(item, $"\"{item.Text}\" belongs under {(wantPedestrian ? "groups" : "pedestrians")}", key);
            }
            else if (index >= 0)
            {
                set = set.With(index);
            }
        }

        if (section.Has(key))
        {
            section.Scope.Record(key, string.Join(", ", section.Items(key).Select(i => i.Text)), ValueSource.File, section.At(key), safety: true);
        }

        return set;
    }
}
