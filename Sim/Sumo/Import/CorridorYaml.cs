using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Sumo.Import;

/// <summary>
/// Writes an imported network as a corridor file, with its conflicts as <c>surveyed-conflicts</c>. Read back it is the same corridor, save for ids that a corridor
/// file does not allow: those are shortened, and signals with a single stage, which have nothing to decide: those are left out. The timing must be the standard's (<see cref="SumoTiming.Product"/>), or <c>controller check</c> refuses it.
/// </summary>
public static class CorridorYaml
{
    public static string Write(SumoScene scene)
    {
        var corridor = scene.Corridor;
        var yaml = new YamlText();
        yaml.Line(0, "# yaml-language-server: $schema=corridor.schema.json");
        yaml.Line(0, $"# Made from the SUMO network {Path.GetFileName(scene.Network.Path)}. Lane groups and legs have SUMO's names.");
        yaml.Line(0, $"corridor: {YamlText.Quote(corridor.Name)}");
        yaml.Line(0, $"standard: {corridor.Standard}");
        yaml.Line(0, $"time-zone: {YamlText.Quote(corridor.TimeZone)}");
        yaml.Line(0, $"traffic: {(corridor.Side == TrafficSide.Left ? "left" : "right")}");
        yaml.Line(0, "");
        yaml.Line(0, "intersections:");
        var written = scene.Intersections.Where(HasChoice).ToArray();
        var names = corridor.Intersections.ToDictionary(i => i.Id, i => new ShortNames());
        foreach (var intersection in written)
        {
            new IntersectionYaml(yaml, intersection, names[intersection.Intersection.Id], Path.GetFileName(scene.Network.Path)).Write();
        }

        var ids = written.Select(i => i.Intersection.Id).ToHashSet();
        var links = corridor.Links.Where(l => ids.Contains(l.From) && ids.Contains(l.To)).ToArray();
        if (links.Length > 0)
        {
            yaml.Line(0, "links:");
        }

        foreach (var link in links)
        {
            yaml.Line(1, string.Create(
                CultureInfo.InvariantCulture,
                $"- {{ from: {link.From}, leg: {YamlText.Quote(names[link.From].Leg(link.FromLeg))}, to: {link.To}, approach: {YamlText.Quote(names[link.To].Leg(link.ToApproach))}, length: {Text(link.Length)}, speed: {Text(link.Speed)}, lanes: {link.Lanes} }}"));
        }

        return yaml.ToString();
    }

    /// <summary>False for a signal with a single stage.</summary>
    internal static bool HasChoice(SumoIntersection intersection) => intersection.Intersection.Sequence is StageSequence { Stages.Length: > 1 };

    internal static string Text(Metres length) => length.Value.ToString("0.###", CultureInfo.InvariantCulture) + " m";

    internal static string Text(MetresPerSecond speed) => speed.Value.ToString("0.###", CultureInfo.InvariantCulture) + " m/s";

    internal static string Text(Duration time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
