using System.Text.RegularExpressions;
using Signals.Controller.Configuration.Checks;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads one intersection, in the order in which its parts depend on each other, and builds it.</summary>
internal static partial class IntersectionReader
{
    public static IntersectionDraft Read(
        SectionReader corridor, ConfigNode key, ConfigNode value, TimingStandard standard, TrafficSide side, ControlSettings defaults)
    {
        var name = value.Entries.Find(e => e.Key.Text == "name").Value?.Text is { Length: > 0 } given ? given : key.Text;
        var scope = corridor.Scope.In($"intersection \"{name}\"", $"intersections.{key.Text}");
        if (!IdShape().IsMatch(key.Text))
        {
            scope.Error(key, $"id \"{key.Text}\" must be 1–40 letters, digits or '-', starting with a letter or digit: it is used in topics and logs");
        }

        var section = new SectionReader(value, Sections.Intersection, scope);
        var draft = new IntersectionDraft(section, key.Text, standard, side)
        {
            Name = section.Text("name"),
            Device = section.Integer("device", 1, 1, 65535),
        };
        var control = section.Find("control") ?? new ConfigNode(NodeKind.Map, value.Line, value.Column);
        draft.Control = ControlReader.Read(control, scope.In("control", "control"), defaults);
        draft.Cabinet = CabinetReader.Read(draft);
        ApproachReader.Read(draft);
        GroupReader.Read(draft);
        LaneGroupReader.Read(draft);
        CrossingReader.Read(draft);
        TimingReader.Read(draft);
        IntergreenReader.Read(draft);
        SequenceReader.Read(draft);
        DetectorReader.Read(draft);
        PlanReader.Read(draft);
        SequenceChecks.Check(draft);
        ServiceChecks.Check(draft);
        DetectorChecks.Check(draft);
        PlanChecks.Check(draft);
        return draft;
    }

    /// <summary>Call only when there was no error: a draft with errors has placeholders.</summary>
    public static Intersection Build(IntersectionDraft draft) => new(
        draft.Id,
        draft.Name,
        draft.Device,
        [.. draft.Approaches.Select(a => a.Value)],
        [.. draft.LaneGroups.Select(l => l.Value)],
        [.. draft.Groups.Select(g => new SignalGroup(g.Index, g.Id, g.Kind, g.Timing, g.Demand))],
        [.. draft.Crossings.Select(c => c.Value)],
        draft.Sequence!,
        draft.Intergreens,
        draft.StartUp,
        [.. draft.Detectors.Select(d => d.Value)],
        [.. draft.Plans.Select(p => p.Value)],
        [.. draft.Schedule.Select(s => s.Value)],
        draft.Cabinet!,
        draft.Control);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9-]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdShape();
}
