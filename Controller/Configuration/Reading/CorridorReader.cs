using Signals.Controller.Configuration.Checks;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads a whole corridor from its tree.</summary>
internal static class CorridorReader
{
    /// <returns>Null when the log has an error.</returns>
    public static Corridor? Read(ConfigNode root, FindingLog log, string contentHash)
    {
        var section = new SectionReader(root, Sections.Corridor, new Scope(log, "", ""));
        if (!section.IsMap)
        {
            return null;
        }

        var name = section.Text("corridor");
        var standard = Standard(section);
        var zone = section.Text("time-zone", "UTC");
        TimeZoneCheck.Check(section, zone);
        var side = section.Choice("traffic", TrafficSide.Right, ("right", TrafficSide.Right), ("left", TrafficSide.Left));
        var control = section.Find("control") is { } node
            ? ControlReader.Read(node, section.Scope.In("control", "control"), ControlSettings.Default)
            : ControlSettings.Default;
        var model = section.Text("prediction-model", Corridor.ShippedModel);
        if (model != Corridor.ShippedModel && !model.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            section.Scope.Error(section.At("prediction-model"), $"'{model}' is no model file; give the path of an .onnx file of 'sim train', relative to this file, or 'shipped'", "prediction-model");
        }

        var drafts = section.Entries("intersections")
            .Select(e => IntersectionReader.Read(section, e.Key, e.Value, standard, side, control)).ToList();
        if (drafts.Count == 0 && section.Has("intersections"))
        {
            section.Scope.Error(section.At("intersections"), "intersections is empty; a corridor needs at least one", "intersections");
        }

        var links = LinkReader.Read(section, drafts);
        CorridorChecks.Check(drafts, links, section.Scope);
        return log.HasErrors
            ? null
            : new Corridor(name, standard.Name, zone, side, [.. drafts.Select(IntersectionReader.Build)], [.. links.Select(l => l.Value)], contentHash) { PredictionModel = model };
    }

    private static TimingStandard Standard(SectionReader section)
    {
        var name = section.Choice("standard", "mutcd", [.. TimingStandards.Names.Select(n => (n, n))]);
        var node = section.Find("timing") ?? new ConfigNode(NodeKind.Map, section.Node.Line, section.Node.Column);
        var timing = new SectionReader(node, Sections.Timing, section.Scope.In("timing", "timing"));
        var options = new TimingOptions(
            timing.Choice(
                "rounding", name == "mutcd" ? RoundingRule.UpToTenth : RoundingRule.UpToSecond, ("up-0.1", RoundingRule.UpToTenth),
                ("nearest-0.1", RoundingRule.NearestTenth), ("up-0.5", RoundingRule.UpToHalf), ("up-1", RoundingRule.UpToSecond)),
            timing.Choice("yellow-form", YellowForm.Kinematic, ("kinematic", YellowForm.Kinematic), ("maryland", YellowForm.Maryland)),
            timing.Time("start-up-credit", Duration.Zero, 0, 1));
        return TimingStandards.Find(name, options)!;
    }
}
