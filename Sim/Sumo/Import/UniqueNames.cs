using System.Globalization;

namespace Signals.Sim.Sumo.Import;

/// <summary>SUMO ids as intersection ids: at most 40 letters, digits and hyphens, unique in the corridor.</summary>
internal sealed class UniqueNames
{
    /// <summary>Longest id of a corridor file, and how much of a longer one is kept before its number.</summary>
    private const int Longest = 40, Kept = 36;

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    public string Make(string id)
    {
        var plain = string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        plain = plain.Length == 0 ? "signal" : plain;
        var name = plain.Length <= Longest ? plain : plain[..Kept];
        for (var n = 2; !_taken.Add(name); n++)
        {
            name = plain[..Math.Min(plain.Length, Kept)] + "-" + n.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }
}
