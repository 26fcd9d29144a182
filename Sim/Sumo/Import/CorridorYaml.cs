using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Sumo.Import;

/// <summary>
/// Writes an imported network as a corridor file, with its conflicts as <c>surveyed-conflicts</c>. Read back it is the same corridor, save for ids that a corridor
/// file does not allow: those are shortened. The timing must be the standard's (<see cref="SumoTiming.Product"/>), or <c>controller check</c> refuses it.
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
        var names = corridor.Intersections.ToDictionary(i => i.Id, i => new ShortNames());
        foreach (var intersection in scene.Intersections)
        {
            new IntersectionYaml(yaml, intersection, names[intersection.Intersection.Id], Path.GetFileName(scene.Network.Path)).Write();
        }

        if (corridor.Links.Length > 0)
        {
            yaml.Line(0, "links:");
        }

        foreach (var link in corridor.Links)
        {
            yaml.Line(1, string.Create(
                CultureInfo.InvariantCulture,
                $"- {{ from: {link.From}, leg: {YamlText.Quote(names[link.From].Leg(link.FromLeg))}, to: {link.To}, approach: {YamlText.Quote(names[link.To].Leg(link.ToApproach))}, length: {Text(link.Length)}, speed: {Text(link.Speed)}, lanes: {link.Lanes} }}"));
        }

        return yaml.ToString();
    }

    internal static string Text(Metres length) => length.Value.ToString("0.###", CultureInfo.InvariantCulture) + " m";

    internal static string Text(MetresPerSecond speed) => speed.Value.ToString("0.###", CultureInfo.InvariantCulture) + " m/s";

    internal static string Text(Duration time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
