using System.Globalization;
using System.IO.Compression;
using Signals.Core.Measures;
using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>
/// Reads a log in the ATSPM layout <c>TimeStamp,DeviceId,EventId,Parameter</c>, plain or gzip. Lines need not be in order within a tenth; the result is sorted by time.
/// </summary>
public static class HiResLog
{
    /// <summary>A log longer than this is refused: replay holds it in memory (about 32 bytes a line).</summary>
    public const int MaximumLines = 20_000_000;

    /// <exception cref="InvalidDataException">A line that cannot be read; the message names file, line and what would be accepted.</exception>
    public static IReadOnlyList<LoggedEvent> Read(string path)
    {
        using var stream = Open(path);
        using var reader = new StreamReader(stream);
        return Read(reader, path);
    }

    public static IReadOnlyList<LoggedEvent> Read(TextReader reader, string name)
    {
        var events = new List<LoggedEvent>();
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (number > MaximumLines)
            {
                throw new InvalidDataException($"{name}: more than {MaximumLines} lines; cut the log into days");
            }

            if (line.Length > 0 && !(number == 1 && line.StartsWith("TimeStamp", StringComparison.OrdinalIgnoreCase)))
            {
                events.Add(Parse(line, name, number));
            }
        }

        return [.. events.OrderBy(happened => happened.At)];
    }

    /// <summary>Opens a file for reading, through gzip when its name ends in <c>.gz</c>.</summary>
    internal static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static LoggedEvent Parse(string line, string name, int number)
    {
        var fields = line.Split(',');
        if (fields.Length == 4
            && DateTime.TryParseExact(fields[0], ["yyyy-MM-dd HH:mm:ss.fff", "yyyy-MM-dd HH:mm:ss.f", "yyyy-MM-dd HH:mm:ss"],
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var device)
            && short.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && int.TryParse(fields[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parameter))
        {
            return new LoggedEvent(new Instant(new DateTimeOffset(at).ToUnixTimeMilliseconds()), device, (EventCode)code, parameter);
        }

        throw new InvalidDataException($"{name}:{number}: \"{line}\" is not an event; expected TimeStamp,DeviceId,EventId,Parameter such as 2024-05-13 15:00:00.000,227,82,27");
    }
}
