using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;

namespace Signals.Controller.Configuration.Checks;

/// <summary>What must hold between intersections: unique devices and cabinets, links that fit the legs they join.</summary>
internal static class CorridorChecks
{
    /// <summary>A road may bend this much between two intersections before the bearings look like a mistake.</summary>
    private const double MostBendDegrees = 60;

    public static void Check(IReadOnlyList<IntersectionDraft> drafts, IReadOnlyList<Placed<Link>> links, Scope corridor)
    {
        Unique(drafts, d => d.Device.ToString(System.Globalization.CultureInfo.InvariantCulture), "device", d => d.Section.At("device"));
        Unique(drafts, d => d.Name, "name", d => d.Section.At("name"));
        Unique(
            drafts.Where(d => d.Cabinet is not null),
            d => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{d.Cabinet!.Address}:{d.Cabinet.Port} unit {d.Cabinet.UnitId}"),
            "cabinet", d => d.Section.At("cabinet"));
        for (var i = 0; i < links.Count; i++)
        {
            CheckLink(drafts, links, i, corridor.In($"link {i + 1}", $"links.{i + 1}"));
        }
    }

    private static void Unique(IEnumerable<IntersectionDraft> drafts, Func<IntersectionDraft, string> value, string what, Func<IntersectionDraft, ConfigNode> at)
    {
        var seen = new Dictionary<string, IntersectionDraft>();
        foreach (var draft in drafts)
        {
            if (!seen.TryAdd(value(draft), draft))
            {
                draft.Scope.Error(at(draft), $"{what} {value(draft)} is taken by intersection \"{seen[value(draft)].Name}\"; each needs its own", what);
            }
        }
    }

    private static void CheckLink(IReadOnlyList<IntersectionDraft> drafts, IReadOnlyList<Placed<Link>> links, int index, Scope scope)
    {
        var (link, node) = (links[index].Value, links[index].Node);
        var (from, to) = (drafts.FirstOrDefault(d => d.Id == link.From), drafts.FirstOrDefault(d => d.Id == link.To));
        if (from?.FindApproach(link.FromLeg) is not { } leg || to?.FindApproach(link.ToApproach) is not { } approach)
        {
            return;
        }

        if (from == to)
        {
            scope.Error(node, $"leads from {link.From} to itself; remove it", "to");
        }

        foreach (var other in links.Take(index).Select(l => l.Value))
        {
            if (other.To == link.To && other.ToApproach == link.ToApproach)
            {
                scope.Error(node, $"approach {link.ToApproach} of {link.To} already has a link from {other.From}; an approach has one", "approach");
            }

            if (other.From == link.From && other.FromLeg == link.FromLeg)
            {
                scope.Error(node, $"leg {link.FromLeg} of {link.From} already leads to {other.To}; a leg leads to one intersection", "leg");
            }
        }

        var bend = Math.Abs(180 - Math.Abs(Math.Abs(leg.BearingDegrees - approach.BearingDegrees) % 360));
        if (bend > MostBendDegrees)
        {
            scope.Warning(
                node, $"leaves {link.From} at {leg.BearingDegrees:0} deg but arrives at {link.To} on the leg at {approach.BearingDegrees:0} deg, a bend of {bend:0} deg; check leg and approach", "leg");
        }

        if (approach.Length > link.Length)
        {
            scope.Warning(
                node, $"is {link.Length.Value:0} m long, but approach {link.ToApproach} of {link.To} claims {approach.Length.Value:0} m; shorten the approach", "length");
        }

        if (from.LaneGroups.SelectMany(l => l.Value.Movements).All(m => m.ExitLeg != link.FromLeg))
        {
            scope.Warning(node, $"no movement of {link.From} leaves by leg {link.FromLeg}; the link would carry nothing", "leg");
        }

        if (to.LaneGroups.TrueForAll(l => l.Value.Approach != link.ToApproach))
        {
            scope.Error(node, $"approach {link.ToApproach} of {link.To} has no lane group to arrive in", "approach");
        }

        if (!links.Any(l => l.Value.From == link.To && l.Value.To == link.From))
        {
            scope.Info(node, $"has no link back from {link.To} to {link.From}; right for a one-way street");
        }
    }
}
