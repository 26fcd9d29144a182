using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>groups</c>: kind and actuation. Safety timing follows when geometry is known (<see cref="TimingReader"/>).</summary>
internal static class GroupReader
{
    /// <summary>Groups that the signals-v1 register map carries.</summary>
    public const int MostGroups = 32;

    private static readonly (string, SignalGroupKind)[] Kinds =
    [
        ("vehicle", SignalGroupKind.Vehicle), ("turn-arrow", SignalGroupKind.TurnArrow), ("pedestrian", SignalGroupKind.Pedestrian),
        ("bicycle", SignalGroupKind.Bicycle), ("transit", SignalGroupKind.Transit), ("overlap", SignalGroupKind.Overlap),
    ];

    private static readonly (string, Recall)[] Recalls =
        [("none", Recall.None), ("min", Recall.Min), ("max", Recall.Max), ("pedestrian", Recall.Pedestrian), ("soft", Recall.Soft)];

    private static readonly string[] VehicleOnly = ["min-green", "yellow", "red-clearance", "red-amber", "max-green", "passage", "pedestrian-lead"];

    private static readonly string[] PedestrianOnly = ["walk", "clearance", "buffer", "rest-in-walk"];

    public static void Read(IntersectionDraft draft)
    {
        foreach (var (key, value) in draft.Section.Entries("groups"))
        {
            var scope = draft.Scope.In($"group {key.Text}", $"groups.{key.Text}");
            var section = new SectionReader(value, Sections.Group, scope);
            if (draft.Groups.Count >= MostGroups)
            {
                scope.Error(key, $"is the {draft.Groups.Count + 1}th group; the signals-v1 register map carries {MostGroups}");
                break;
            }

            var group = new GroupDraft(draft.Groups.Count, key.Text, section.Choice("kind", SignalGroupKind.Vehicle, Kinds), section);
            group.Demand = Demand(group);
            draft.Groups.Add(group);
            foreach (var wrong in (group.IsPedestrian ? VehicleOnly : PedestrianOnly).Where(section.Has))
            {
                scope.Error(section.At(wrong), $"\"{wrong}\" does not apply to a {(group.IsPedestrian ? "pedestrian" : "vehicle")} group; remove it", wrong);
            }
        }

        if (draft.Groups.Count == 0 && draft.Section.Has("groups"))
        {
            draft.Scope.Error(draft.Section.At("groups"), "has no groups; at least one is needed", "groups");
        }
    }

    private static GroupDemand Demand(GroupDraft group)
    {
        var defaults = GroupDemand.Default;
        var section = group.Section;
        var vehicle = !group.IsPedestrian;
        var recall = section.Choice("recall", Recall.None, Recalls);
        var maxWait = section.Time("max-wait", defaults.MaxWait, 30, 600);
        if (!vehicle)
        {
            return defaults with { Recall = recall, Lock = true, MaxWait = maxWait, RestInWalk = section.Flag("rest-in-walk", false) };
        }

        var maxGreen = section.Time("max-green", defaults.MaxGreen, 5, 180);
        var passage = section.Time("passage", defaults.Passage, 0, 10);
        var locking = section.Flag("lock", defaults.Lock);
        var lead = section.Time("pedestrian-lead", Duration.Zero, 0, 15);
        if (lead > Duration.Zero && lead < Duration.FromSeconds(3))
        {
            section.Scope.Error(
                section.At("pedestrian-lead"), $"pedestrian-lead {lead} is too short to be of use; write 3 s or more, or leave it out", "pedestrian-lead");
        }

        return new(maxGreen, passage, recall, locking, lead, maxWait, RestInWalk: false);
    }
}
