using System.Globalization;

namespace Signals.Sim.Replay;

/// <summary>What a detector channel is for, in the words of the ATSPM detector configuration.</summary>
public enum DetectorFunction
{
    Presence,
    Advance,
    StopbarCount,
    YellowRed,
}

/// <summary>One line of a detector configuration: channel <paramref name="Channel"/> of a device serves <paramref name="Phase"/>.</summary>
public sealed record DetectorAssignment(int Device, int Phase, DetectorFunction Function, int Channel)
{
    /// <summary>Reads <c>DeviceId,Phase,Function,Parameter</c>, plain or gzip.</summary>
    /// <exception cref="InvalidDataException">A line that cannot be read.</exception>
    public static IReadOnlyList<DetectorAssignment> Read(string path)
    {
        using var stream = HiResLog.Open(path);
        using var reader = new StreamReader(stream);
        var assignments = new List<DetectorAssignment>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length > 0 && !(number == 1 && line.StartsWith("DeviceId", StringComparison.OrdinalIgnoreCase)))
            {
                assignments.Add(Parse(line, path, number));
            }
        }

        return assignments;
    }

    private static DetectorAssignment Parse(string line, string path, int number)
    {
        var fields = line.Split(',');
        if (fields.Length == 4
            && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var device)
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var phase)
            && Enum.TryParse<DetectorFunction>(fields[2].Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), true, out var function)
            && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var channel))
        {
            return new DetectorAssignment(device, phase, function, channel);
        }

        throw new InvalidDataException(
            $"{path}:{number}: \"{line}\" is not a detector; expected DeviceId,Phase,Function,Parameter with Function Presence, Advance, Stopbar Count or Yellow_Red");
    }
}
