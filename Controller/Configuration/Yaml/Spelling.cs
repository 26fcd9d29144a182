namespace Signals.Controller.Configuration.Yaml;

/// <summary>Finds what a mistyped word was meant to be.</summary>
internal static class Spelling
{
    /// <summary>"; did you mean …?" with the nearest candidate, or the list of what is accepted when it is short.</summary>
    public static string Suggest(string word, IEnumerable<string> accepted)
    {
        var all = accepted.Distinct().ToList();
        var near = all.Select(a => (Word: a, Distance: Distance(word, a)))
            .Where(c => c.Distance <= 3 && c.Distance * 2 < word.Length)
            .OrderBy(c => c.Distance).ThenBy(c => c.Word, StringComparer.Ordinal)
            .Select(c => c.Word).FirstOrDefault();
        if (near is not null)
        {
            return $"; did you mean \"{near}\"?";
        }

        return all.Count == 0 ? "; none is defined" : $"; accepted: {string.Join(", ", all.Take(24))}{(all.Count > 24 ? ", …" : "")}";
    }

    /// <summary>Levenshtein distance without regard to case, words cut at 64 characters.</summary>
    public static int Distance(string a, string b)
    {
        a = a[..Math.Min(64, a.Length)].ToLowerInvariant();
        b = b[..Math.Min(64, b.Length)].ToLowerInvariant();
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[b.Length];
    }
}
