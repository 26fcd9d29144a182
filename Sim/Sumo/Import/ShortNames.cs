using System.Globalization;

namespace Signals.Sim.Sumo.Import;

/// <summary>Names of one intersection's legs and lane groups as a corridor file allows them: up to 40 characters, without <c>.</c> and <c>&gt;</c>, unique.</summary>
internal sealed class ShortNames
{
    private const int Longest = 40, Kept = 35;

    private readonly Dictionary<string, string> _legs = [];
    private readonly Dictionary<string, string> _lanes = [];

    public string Leg(string id) => Name(_legs, id);

    public string LaneGroup(string id) => Name(_lanes, id);

    private static string Name(Dictionary<string, string> names, string id)
    {
        if (names.TryGetValue(id, out var known))
        {
            return known;
        }

        var plain = string.Concat(id.Select(c => c is '.' or '>' || char.IsControl(c) ? '_' : c));
        var name = plain.Length <= Longest ? plain : plain[..Kept];
        for (var n = 2; names.ContainsValue(name); n++)
        {
            name = plain[..Math.Min(plain.Length, Kept)] + "~" + n.ToString(CultureInfo.InvariantCulture);
        }

        names.Add(id, name);
        return name;
    }
}
