using System.Text.RegularExpressions;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>detectors</c>.</summary>
internal static partial class DetectorReader
{
    private static readonly (string, DetectorKind)[] Kinds =
    [
        ("loop", DetectorKind.Loop), ("radar", DetectorKind.Radar), ("camera", DetectorKind.Camera), ("push-button", DetectorKind.PushButton),
    ];

    private static readonly (string, DetectorRole)[] Roles =
    [
        ("stop-line", DetectorRole.StopLine), ("advance", DetectorRole.Advance), ("queue", DetectorRole.Queue), ("count", DetectorRole.Count),
        ("button", DetectorRole.Button), ("area", DetectorRole.Area), ("exit", DetectorRole.Exit),
    ];

    private static readonly string[] OnlyOfExits = ["exit-leg", "exit-lane"];

    private static readonly string[] NotOfExits = ["lane-group", "lane", "calls"];

    public static void Read(IntersectionDraft draft)
    {
        foreach (var (key, value) in draft.Section.Entries("detectors"))
        {
            var section = new SectionReader(value, Sections.Detector, draft.Scope.In($"detector {key.Text}", $"detectors.{key.Text}"));
            if (section.IsMap)
            {
                draft.Detectors.Add(new(Read(draft, section, key.Text), value));
            }
        }
    }

    private static Detector Read(IntersectionDraft draft, SectionReader section, string id)
    {
        var channel = section.Integer("channel", 0, 1, 64);
        var kind = section.Choice("kind", DetectorKind.Loop, Kinds);
        var role = section.Choice("role", DetectorRole.StopLine, Roles);
        if ((kind == DetectorKind.PushButton) != (role == DetectorRole.Button) && section.Has("kind") && section.Has("role"))
        {
            section.Scope.Error(section.At("role"), "kind push-button and role button go together; correct one of them", "role");
        }

        var button = role == DetectorRole.Button;
        var exit = role == DetectorRole.Exit;
        var lane = button || exit ? -1 : LaneGroup(draft, section);
        var calls = exit ? -1 : Calls(draft, section, lane, button);
        var laneNumber = button || exit ? 0 : Lane(draft, section, lane);
        var distance = button ? Metres.Zero : section.Length("distance", Metres.Zero, 0, 5000);
        var zone = button ? Metres.Zero : section.Length("length", new Metres(2), 0.3, 200);
        var sensor = Sensor(section);
        var sensorLane = section.Integer("sensor-lane", Math.Max(1, laneNumber), 1, 64);
        return new(
            draft.Detectors.Count, id, channel, kind, role, lane, laneNumber, calls, distance, zone, sensor, sensor.Length == 0 ? 0 : sensorLane)
        {
            ExitLeg = ExitLeg(draft, section, exit),
            ExitLane = exit ? section.Integer("exit-lane", 0, 0, 8) : 0,
        };
    }

    private static string ExitLeg(IntersectionDraft draft, SectionReader section, bool exit)
    {
        foreach (var wrong in (exit ? NotOfExits : OnlyOfExits).Where(section.Has))
        {
            section.Scope.Error(
                section.At(wrong), $"\"{wrong}\" does not belong to role {(exit ? "exit, which watches a leg and calls nobody" : section.Find("role")?.Text)}; remove it", wrong);
        }

        if (!exit)
        {
            return "";
        }

        var leg = section.Text("exit-leg");
        if (draft.LaneGroups.TrueForAll(l => l.Value.Movements.All(m => m.ExitLeg != leg)))
        {
            var legs = draft.LaneGroups.SelectMany(l => l.Value.Movements).Select(m => m.ExitLeg).Distinct();
            section.Scope.Error(section.At("exit-leg"), $"no movement leaves by exit-leg \"{leg}\"; accepted: {string.Join(", ", legs)}", "exit-leg");
        }

        return leg;
    }

    private static string Sensor(SectionReader section)
    {
        var sensor = section.Text("sensor");
        if (sensor.Length > 0 && !SensorName().IsMatch(sensor))
        {
            section.Scope.Error(section.At("sensor"), $"sensor \"{sensor}\" must be 1–40 letters, digits, '-' or '_': it is part of an MQTT topic", "sensor");
        }

        return sensor;
    }

    private static int LaneGroup(IntersectionDraft draft, SectionReader section)
    {
        if (section.Find("lane-group") is not { } node)
        {
            section.Scope.Error(section.Node, "lane-group is missing; every detector but a button watches one", "lane-group");
            return -1;
        }

        if (draft.LaneGroups.Find(l => l.Value.Id == node.Text) is { } lane)
        {
            section.Scope.Record("lane-group", node.Text, ValueSource.File, node);
            return lane.Value.Index;
        }

        section.Scope.Error(
            node, $"lane-group \"{node.Text}\" is not defined{Spelling.Suggest(node.Text, draft.LaneGroups.Select(l => l.Value.Id))}", "lane-group");
        return -1;
    }

    private static int Lane(IntersectionDraft draft, SectionReader section, int laneGroup)
    {
        if (section.Find("lane") is { Text: "all" } all)
        {
            section.Scope.Record("lane", "all", ValueSource.File, all);
            return 0;
        }

        if (!section.Has("lane"))
        {
            section.Scope.Record("lane", "all", ValueSource.Default, section.Node);
            return 0;
        }

        var lane = section.Integer("lane", 0, 1, 8);
        if (laneGroup >= 0 && lane > draft.LaneGroups[laneGroup].Value.Lanes)
        {
            var group = draft.LaneGroups[laneGroup].Value;
            section.Scope.Error(section.At("lane"), $"lane {lane} does not exist: lane group {group.Id} has {group.Lanes}; write {(group.Lanes == 1 ? "1" : $"1–{group.Lanes}")} or all", "lane");
        }

        return lane;
    }

    private static int Calls(IntersectionDraft draft, SectionReader section, int laneGroup, bool button)
    {
        if (section.Find("calls") is { } node)
        {
            var index = draft.GroupIndex(section.Scope, node, "calls");
            if (index >= 0)
            {
                section.Scope.Record("calls", node.Text, ValueSource.File, node);
                CheckServes(draft, section, laneGroup, index);
            }

            return index;
        }

        if (button || laneGroup < 0)
        {
            if (button)
            {
                section.Scope.Error(section.Node, "calls is missing; a button names the group it calls", "calls");
            }

            return -1;
        }

        var served = draft.LaneGroups[laneGroup].Value.Movements.Select(m => m.ProtectedBy >= 0 ? m.ProtectedBy : m.PermissiveUnder).FirstOrDefault(-1);
        section.Scope.Record("calls", draft.GroupName(served), ValueSource.Default, section.Node);
        return served;
    }

    private static void CheckServes(IntersectionDraft draft, SectionReader section, int laneGroup, int group)
    {
        if (laneGroup < 0 || draft.LaneGroups[laneGroup].Value.ServedBy.Contains(group))
        {
            return;
        }

        var lane = draft.LaneGroups[laneGroup].Value;
        var served = new List<string>();
        foreach (var index in lane.ServedBy)
        {
            served.Add(draft.GroupName(index));
        }

        section.Scope.Error(
            section.At("calls"), $"calls {draft.GroupName(group)}, which does not serve lane group {lane.Id}; accepted: {string.Join(", ", served)}", "calls");
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex SensorName();
}
