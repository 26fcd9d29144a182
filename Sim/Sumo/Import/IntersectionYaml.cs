using System.Globalization;
using Signals.Core.Model;

namespace Signals.Sim.Sumo.Import;

/// <summary>Writes one intersection of a corridor file.</summary>
internal sealed class IntersectionYaml(YamlText yaml, SumoIntersection scene, ShortNames names, string network)
{
    private readonly Intersection _intersection = scene.Intersection;

    public void Write()
    {
        var cabinet = _intersection.Cabinet;
        yaml.Line(1, $"{YamlText.Quote(_intersection.Id)}:");
        yaml.Line(2, $"name: {YamlText.Quote(_intersection.Name)}");
        yaml.Line(2, Invariant($"device: {_intersection.Device}"));
        yaml.Line(2, Invariant($"cabinet: {{ transport: tcp, address: {cabinet.Address}, port: {cabinet.Port}, unit: {cabinet.UnitId}, profile: {cabinet.Profile} }}"));
        WriteApproaches();
        WriteGroups();
        WriteLaneGroups();
        WriteCrossings();
        WriteConflicts();
        WriteStages();
        WriteDetectors();
        WritePlans();
        yaml.Line(0, "");
    }

    private void WriteApproaches()
    {
        yaml.Line(2, "approaches:");
        foreach (var a in _intersection.Approaches)
        {
            yaml.Line(3, Invariant(
                $"{YamlText.Quote(names.Leg(a.Id))}: {{ bearing: {a.BearingDegrees:0.#} deg, speed: {CorridorYaml.Text(a.Speed)}, length: {CorridorYaml.Text(a.Length)}, crossing-width: {CorridorYaml.Text(a.CrossingWidth)} }}"));
        }
    }

    private void WriteGroups()
    {
        yaml.Line(2, "groups:");
        foreach (var g in _intersection.Groups)
        {
            var (t, d) = (g.Timing, g.Demand);
            var text = g.IsPedestrian
                ? $"kind: pedestrian, walk: {CorridorYaml.Text(t.MinGo)}, clearance: {CorridorYaml.Text(t.Clearance)}, buffer: {CorridorYaml.Text(t.RedClearance)}, recall: pedestrian"
                : $"kind: vehicle, min-green: {CorridorYaml.Text(t.MinGo)}, yellow: {CorridorYaml.Text(t.Clearance)}, red-clearance: {CorridorYaml.Text(t.RedClearance)}, max-green: {CorridorYaml.Text(d.MaxGreen)}";
            yaml.Line(3, $"{g.Id}: {{ {text}, max-wait: {CorridorYaml.Text(d.MaxWait)} }}");
        }
    }

    private void WriteLaneGroups()
    {
        yaml.Line(2, "lane-groups:");
        foreach (var lane in _intersection.LaneGroups)
        {
            yaml.Line(3, $"{YamlText.Quote(names.LaneGroup(lane.Id))}:");
            yaml.Line(4, $"approach: {YamlText.Quote(names.Leg(lane.Approach))}");
            yaml.Line(4, Invariant($"lanes: {lane.Lanes}"));
            yaml.Line(4, $"storage: {CorridorYaml.Text(lane.Storage)}");
            if (lane.IsPocket)
            {
                yaml.Line(4, "pocket: true");
            }

            yaml.Line(4, "movements:");
            foreach (var movement in lane.Movements)
            {
                yaml.Line(5, $"- {{ {Text(movement)} }}");
            }
        }
    }

    private string Text(Movement m)
    {
        var text = $"turn: {Name(m.Turn)}, to: {YamlText.Quote(names.Leg(m.ExitLeg))}";
        text += m.ProtectedBy >= 0 ? $", protected: {Group(m.ProtectedBy)}" : "";
        text += m.PermissiveUnder >= 0 ? $", permissive: {Group(m.PermissiveUnder)}" : "";
        text += m.OnRed ? ", on-red: true" : "";
        text += Invariant($", share: {m.Share * 100:0.###} %, exit-lane: {m.ExitLane}");
        return text + $", yields-to: {YamlText.List(m.YieldsTo.Select(Movement))}";
    }

    /// <summary>Both halves of <c>lane group &gt; leg</c> under their names in the file.</summary>
    private string Movement(string name)
    {
        var at = name.IndexOf('>', StringComparison.Ordinal);
        return $"{names.LaneGroup(name[..at])}>{names.Leg(name[(at + 1)..])}";
    }

    private void WriteCrossings()
    {
        if (_intersection.Crossings.Length > 0)
        {
            yaml.Line(2, "crossings:");
        }

        foreach (var c in _intersection.Crossings)
        {
            yaml.Line(3, $"- {{ leg: {YamlText.Quote(names.Leg(c.Leg))}, group: {Group(c.Group)}, length: {CorridorYaml.Text(c.Length)}, button-setback: {CorridorYaml.Text(c.ButtonSetback)} }}");
        }
    }

    private void WriteConflicts()
    {
        var source = $"{network}, request table and program {scene.Signal.Program}";
        yaml.Line(2, "surveyed-conflicts:");
        yaml.Line(3, $"source: {YamlText.Quote(source.Length <= 120 ? source : source[..120])}");
        yaml.Line(3, "groups:");
        foreach (var group in _intersection.Groups)
        {
            yaml.Line(4, $"{group.Id}: {Groups(_intersection.Intergreens.ConflictsOf(group.Index))}");
        }
    }

    private void WriteStages()
    {
        yaml.Line(2, "sequence:");
        yaml.Line(3, "type: stages");
        yaml.Line(3, "stages:");
        var stages = ((StageSequence)_intersection.Sequence).Stages;
        foreach (var stage in stages)
        {
            var pedestrians = stage.PedestrianGroups.IsEmpty ? "" : $", pedestrians: {Groups(stage.PedestrianGroups)}";
            yaml.Line(4, Invariant($"{stage.Number}: {{ name: {YamlText.Quote(stage.Name)}, groups: {Groups(stage.Groups)}{pedestrians} }}"));
        }

        yaml.Line(3, Invariant($"start-up: [{stages[0].Number}]"));
    }

    private void WriteDetectors()
    {
        yaml.Line(2, "detectors:");
        foreach (var d in _intersection.Detectors)
        {
            var place = d.Role == DetectorRole.Exit
                ? Invariant($"exit-leg: {YamlText.Quote(names.Leg(d.ExitLeg))}, exit-lane: {d.ExitLane}")
                : Invariant($"lane-group: {YamlText.Quote(names.LaneGroup(_intersection.LaneGroups[d.LaneGroup].Id))}, lane: {d.Lane}, calls: {Group(d.Group)}");
            yaml.Line(3, Invariant(
                $"{d.Id}: {{ channel: {d.Channel}, kind: {Name(d.Kind)}, role: {Name(d.Role)}, {place}, distance: {CorridorYaml.Text(d.DistanceToStopLine)}, length: {CorridorYaml.Text(d.ZoneLength)}, sensor: {d.Sensor}, sensor-lane: {d.SensorLane} }}"));
        }
    }

    private void WritePlans()
    {
        if (_intersection.Plans.Length > 0)
        {
            yaml.Line(2, "plans:");
        }

        foreach (var plan in _intersection.Plans)
        {
            yaml.Line(3, Invariant($"{plan.Number}:"));
            yaml.Line(4, $"cycle: {CorridorYaml.Text(plan.Cycle)}");
            yaml.Line(4, $"offset: {CorridorYaml.Text(plan.Offset)}");
            yaml.Line(4, Invariant($"coordinated: [{string.Join(", ", plan.Coordinated)}]"));
            yaml.Line(4, $"splits: {{ {string.Join(", ", plan.Splits.Select(s => Invariant($"{s.PhaseOrStage}: {CorridorYaml.Text(s.Length)}")))} }}");
        }
    }

    private string Group(int index) => _intersection.Groups[index].Id;

    private string Groups(GroupSet set)
    {
        var ids = new List<string>();
        foreach (var group in set)
        {
            ids.Add(Group(group));
        }

        return YamlText.List(ids);
    }

    private static string Name(Turn turn) => turn switch
    {
        Turn.Left => "left",
        Turn.Right => "right",
        Turn.UTurn => "u-turn",
        _ => "through",
    };

    private static string Name(DetectorKind kind) => kind == DetectorKind.Radar ? "radar" : "loop";

    private static string Name(DetectorRole role) => role switch
    {
        DetectorRole.Area => "area",
        DetectorRole.Exit => "exit",
        DetectorRole.Advance => "advance",
        _ => "stop-line",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
