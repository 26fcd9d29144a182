using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Gives each group its safety timing: the standard's values for its geometry, and the file's where the standard lets them pass.</summary>
internal static class TimingReader
{
    public static void Read(IntersectionDraft draft)
    {
        foreach (var group in draft.Groups)
        {
            var timing = group.IsPedestrian ? Pedestrian(draft, group) : Vehicle(draft, group);
            group.Timing = timing ?? group.Timing;
        }
    }

    private static GroupTiming? Vehicle(IntersectionDraft draft, GroupDraft group)
    {
        var streams = StreamsOf(draft, group);
        if (streams.Count == 0)
        {
            group.Section.Scope.Error(group.Node, "serves no movement; name it in a lane group's movements or remove it");
            return null;
        }

        var standard = draft.Standard;
        var yellow = Decide(group, "yellow", Strictest(streams.Select(standard.Yellow)));
        var red = Decide(group, "red-clearance", Strictest(streams.Select(standard.RedClearance)));
        var amber = Decide(group, "red-amber", standard.RedAmber(group.Kind));
        var green = Decide(group, "min-green", Strictest(streams.Select(s => standard.MinimumGreen(s, yellow, red))));
        if (group.Demand.MaxGreen < green)
        {
            group.Section.Scope.Error(
                group.Section.At("max-green"), $"max-green {group.Demand.MaxGreen} is below the minimum green {green}; write {green} or more", "max-green");
        }

        return new(green, yellow, red, amber);
    }

    private static GroupTiming? Pedestrian(IntersectionDraft draft, GroupDraft group)
    {
        var streams = draft.Crossings.Where(c => c.Value.Group == group.Index)
            .Select(c => new PedestrianStream(c.Value.Length, c.Value.ButtonSetback)).ToList();
        if (streams.Count == 0)
        {
            group.Section.Scope.Error(group.Node, "has no crossing; name it in crossings or remove it");
            return null;
        }

        var clearance = Decide(group, "clearance", Strictest(streams.Select(draft.Standard.PedestrianClearance)));
        var walk = Decide(group, "walk", Strictest(streams.Select(s => draft.Standard.Walk(s, clearance))));
        var buffer = Decide(group, "buffer", Strictest(streams.Select(draft.Standard.Buffer)));
        return new(walk, clearance, buffer, Duration.Zero);
    }

    private static List<VehicleStream> StreamsOf(IntersectionDraft draft, GroupDraft group)
    {
        var streams = new List<VehicleStream>();
        foreach (var lane in draft.LaneGroups)
        {
            if (draft.FindApproach(lane.Value.Approach) is not { } approach)
            {
                continue;
            }

            foreach (var movement in lane.Value.Movements)
            {
                if (movement.ProtectedBy == group.Index || movement.PermissiveUnder == group.Index)
                {
                    // A shared circular green changes for its through traffic; a turn under it clears as permissive traffic does.
                    var turning = movement.Turn != Turn.Through && group.Kind == SignalGroupKind.TurnArrow;
                    streams.Add(new(group.Kind, approach.Speed, approach.GradePercent, approach.CrossingWidth, turning));
                }
            }
        }

        return streams;
    }

    private static TimingRequirement Strictest(IEnumerable<TimingRequirement> requirements) => requirements.Aggregate(TimingRequirement.Stricter);

    /// <summary>The file's value when it has one (judged), else the standard's.</summary>
    private static Duration Decide(GroupDraft group, string key, TimingRequirement requirement)
    {
        var section = group.Section;
        var chosen = section.OptionalTime(key, 0, 120);
        if (chosen is not { } value)
        {
            if (!section.Has(key))
            {
                var basis = requirement.Basis.Length == 0 ? requirement.Source : $"{requirement.Basis}: {requirement.Source}";
                section.Scope.Record(key, UnitFamily.Time.Format(requirement.Value.TotalSeconds), ValueSource.Standard, group.Node, true, basis);
            }

            return requirement.Value;
        }

        section.Scope.Record(
            key, UnitFamily.Time.Format(value.TotalSeconds), ValueSource.File, section.At(key), true, $"{requirement.Authority} asks {requirement.Value}");
        if (requirement.Judge(value) is { } verdict)
        {
            section.Scope.Add(verdict.Severity, section.At(key), verdict.Message, key);
        }

        return value;
    }
}
