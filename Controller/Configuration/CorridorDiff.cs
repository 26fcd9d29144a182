using System.Collections.Immutable;

namespace Signals.Controller.Configuration;

/// <summary>How a value differs between two files.</summary>
public enum ChangeKind
{
    Added = 0,
    Removed = 1,
    Changed = 2,
}

/// <summary>One difference in what the service would do. A whole section that came or went is one change.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">Path of the value, or of the section.</param>
/// <param name="Old">Old value, or a count of values; empty when added.</param>
/// <param name="New">New value, or a count of values; empty when removed.</param>
/// <param name="Safety">True when anything in it is enforced by cabinet or governor: such a change needs a second pair of eyes.</param>
/// <param name="OldLine">Line in the old file, 0 when added.</param>
/// <param name="NewLine">Line in the new file, 0 when removed.</param>
public sealed record Change(ChangeKind Kind, string Path, string Old, string New, bool Safety, int OldLine, int NewLine);

/// <summary>Compares effective values: comments, order, spelling of numbers and defaults written out make no difference.</summary>
public static class CorridorDiff
{
    public static ImmutableArray<Change> Between(CorridorLoadResult older, CorridorLoadResult newer)
    {
        var (before, after) = (ByPath(older), ByPath(newer));
        var changes = ImmutableArray.CreateBuilder<Change>();
        foreach (var (path, old) in before)
        {
            if (after.TryGetValue(path, out var now) && now.Value != old.Value)
            {
                changes.Add(new(ChangeKind.Changed, path, old.Value, now.Value, old.Safety || now.Safety, old.Line, now.Line));
            }
        }

        foreach (var (section, values) in Missing(before, after))
        {
            changes.Add(new(ChangeKind.Removed, section, Describe(section, values), "", values.Exists(v => v.Safety), values[0].Line, 0));
        }

        foreach (var (section, values) in Missing(after, before))
        {
            changes.Add(new(ChangeKind.Added, section, "", Describe(section, values), values.Exists(v => v.Safety), 0, values[0].Line));
        }

        return [.. changes.OrderBy(c => c.NewLine == 0 ? c.OldLine : c.NewLine)];
    }

    private static Dictionary<string, EffectiveValue> ByPath(CorridorLoadResult result)
    {
        var values = new Dictionary<string, EffectiveValue>();
        foreach (var value in result.EffectiveValues)
        {
            values.TryAdd(value.Path, value);
        }

        return values;
    }

    /// <summary>Values of <paramref name="from"/> that <paramref name="other"/> lacks, gathered under the highest section it lacks wholly.</summary>
    private static IEnumerable<(string Section, List<EffectiveValue> Values)> Missing(
        Dictionary<string, EffectiveValue> from, Dictionary<string, EffectiveValue> other)
    {
        var known = new HashSet<string>();
        foreach (var path in other.Keys)
        {
            for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
            {
                known.Add(path[..end]);
            }
        }

        return from.Values.Where(v => !other.ContainsKey(v.Path))
            .GroupBy(v => HighestUnknown(v.Path, known))
            .Select(g => (g.Key, g.ToList()));
    }

    private static string HighestUnknown(string path, HashSet<string> known)
    {
        for (var end = path.IndexOf('.', StringComparison.Ordinal); end > 0; end = path.IndexOf('.', end + 1))
        {
            if (!known.Contains(path[..end]))
            {
                return path[..end];
            }
        }

        return path;
    }

    private static string Describe(string section, List<EffectiveValue> values) =>
        values.Count == 1 && values[0].Path == section ? values[0].Value : $"{values.Count} values";
}
