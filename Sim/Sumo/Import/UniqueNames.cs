using System.Globalization;

namespace Signals.Sim.Sumo.Import;

/// <summary>SUMO ids as intersection ids: letters, digits and hyphens, unique in the corridor.</summary>
internal sealed class UniqueNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    public string Make(string id)
    {
        var plain = string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        plain = plain.Length == 0 ? "signal" : plain;
        var name = plain;
        for (var n = 2; !_taken.Add(name); n++)
        {
            name = plain + "-" + n.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }
}
