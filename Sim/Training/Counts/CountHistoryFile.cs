using System.Globalization;
using System.IO.Compression;

namespace Signals.Sim.Training.Counts;

/// <summary>Reads count histories: an agency's CSV, and the published Melbourne file.</summary>
public static class CountHistoryFile
{
    /// <summary>Zeros for this long are a counter out of order, not a quiet night.</summary>
    private const int ImplausibleZeroHours = 6;

    private const int MelbournePlaces = 10;

    /// <summary>Melbourne SCATS volumes of VicRoads, 15 min from 2007-01-01, ten sections: <c>volume_data_sm.zip</c> as published, without a header.</summary>
    /// <param name="path">The archive.</param>
    public static CountHistory Melbourne(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        var entry = archive.GetEntry("volume_data.csv") ?? throw new InvalidDataException($"{path}: volume_data.csv is not in it");
        using var reader = new StreamReader(entry.Open());
        var columns = Enumerable.Range(0, MelbournePlaces).Select(_ => new List<float>()).ToArray();
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            Append(columns, text.Split(','), $"{path}: line {line}");
        }

        return Cleaned(new CountHistory(
            "Melbourne SCATS", new DateTime(2007, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), 15,
            [.. columns.Select((_, i) => $"section {i + 1}")], [.. columns.Select(c => c.ToArray())]));
    }

    /// <summary>
    /// A CSV file: header <c>time,NAME,…</c>, then a line a bin with its local start time (<c>2026-01-31 07:15</c>) and a count for each place; an empty field is
    /// missing. Bins of 5, 10, 15, 20, 30 or 60 minutes from midnight, without a gap.
    /// </summary>
    /// <exception cref="InvalidDataException">Not so; the message names file and line and says what would be accepted.</exception>
    public static CountHistory Read(string path)
    {
        using var reader = new StreamReader(path);
        var names = (reader.ReadLine() ?? "").Split(',');
        if (names.Length < 2 || !names[0].Equals("time", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"{path}: line 1: the header must be 'time,NAME,…' with at least one place");
        }

        var columns = names.Skip(1).Select(_ => new List<float>()).ToArray();
        var times = new List<DateTime>();
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            var fields = text.Split(',');
            times.Add(TimeOf(fields[0], times, $"{path}: line {line}"));
            Append(columns, fields.AsSpan(1), $"{path}: line {line}");
        }

        if (times.Count < 2 || times[0].TimeOfDay != TimeSpan.Zero)
        {
            throw new InvalidDataException($"{path}: the first bin must begin at midnight, and a second must follow");
        }

        var history = new CountHistory(
            Path.GetFileNameWithoutExtension(path), times[0], (int)(times[1] - times[0]).TotalMinutes, [.. names.Skip(1)], [.. columns.Select(c => c.ToArray())]);
        return Cleaned(history);
    }

    private static CountHistory Cleaned(CountHistory history) => history.WithoutZeroRuns(ImplausibleZeroHours * history.BinsPerDay / 24);

    private static DateTime TimeOf(string text, List<DateTime> before, string where)
    {
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            throw new InvalidDataException($"{where}: '{text}' is not a time; use 2026-01-31 07:15");
        }

        if (before.Count == 1 && (time - before[0]).TotalMinutes is not (5 or 10 or 15 or 20 or 30 or 60))
        {
            throw new InvalidDataException($"{where}: bins of {(time - before[0]).TotalMinutes} min; accepted: 5, 10, 15, 20, 30 or 60 min");
        }

        if (before.Count > 1 && time - before[^1] != before[1] - before[0])
        {
            throw new InvalidDataException(
                $"{where}: {time:yyyy-MM-dd HH:mm} does not follow {before[^1]:yyyy-MM-dd HH:mm}; write every bin, with empty fields where nothing was counted");
        }

        return time;
    }

    private static void Append(List<float>[] columns, ReadOnlySpan<string> fields, string where)
    {
        if (fields.Length != columns.Length)
        {
            throw new InvalidDataException($"{where}: {fields.Length} counts, expected {columns.Length}");
        }

        for (var i = 0; i < fields.Length; i++)
        {
            var text = fields[i].AsSpan().Trim();
            if (text.IsEmpty)
            {
                columns[i].Add(float.NaN);
            }
            else if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var count) && count >= 0)
            {
                columns[i].Add(count);
            }
            else
            {
                throw new InvalidDataException($"{where}: '{text}' is not a count; write a number ≥ 0, or nothing where it is missing");
            }
        }
    }
}
