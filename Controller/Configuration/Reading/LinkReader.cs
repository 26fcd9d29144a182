using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>links</c>: directed roads between intersections.</summary>
internal static class LinkReader
{
    public static IReadOnlyList<Placed<Link>> Read(SectionReader corridor, IReadOnlyList<IntersectionDraft> intersections)
    {
        var links = new List<Placed<Link>>();
        foreach (var item in corridor.Items("links"))
        {
            var number = links.Count + 1;
            var section = new SectionReader(item, Sections.Link, corridor.Scope.In($"link {number}", $"links.{item.Peek("from")}-{item.Peek("leg")}"));
            var (from, leg) = End(section, "from", "leg", intersections);
            var (to, approach) = End(section, "to", "approach", intersections);
            var length = section.Length("length", new Metres(300), 20, 20_000);
            var speed = new MetresPerSecond(section.Quantity("speed", UnitFamily.Speed, 13.9, 2, 35));
            links.Add(new(new Link(from, leg, to, approach, length, speed, section.Integer("lanes", 1, 1, 8)), item));
        }

        return links;
    }

    private static (string Id, string Leg) End(
        SectionReader section, string idKey, string legKey, IReadOnlyList<IntersectionDraft> intersections)
    {
        var (id, leg) = (section.Text(idKey), section.Text(legKey));
        if (intersections.FirstOrDefault(i => i.Id == id) is not { } intersection)
        {
            if (section.Has(idKey))
            {
                section.Scope.Error(
                    section.At(idKey), $"intersection \"{id}\" is not defined{Spelling.Suggest(id, intersections.Select(i => i.Id))}", idKey);
            }
        }
        else if (section.Has(legKey) && intersection.FindApproach(leg) is null)
        {
            var accepted = intersection.Approaches.Select(a => a.Value.Id);
            section.Scope.Error(section.At(legKey), $"{legKey} \"{leg}\" is no leg of {id}{Spelling.Suggest(leg, accepted)}", legKey);
        }

        return (id, leg);
    }
}
