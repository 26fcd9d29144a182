using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Measures;
using Signals.Sim.Replay;

namespace Signals.Sim.Training.HighResolution;

/// <summary>Arrivals at the advance detectors of one phase of a real signal, second by second, with what the phase showed.</summary>
/// <param name="Device">Signal.</param>
/// <param name="Phase">NEMA phase.</param>
/// <param name="Detectors">Advance detectors counted together.</param>
/// <param name="Arrivals">Actuations in each second.</param>
/// <param name="Green">The phase was green at the end of each second.</param>
public sealed record HiResCounts(int Device, int Phase, int Detectors, ImmutableArray<float> Arrivals, ImmutableArray<bool> Green)
{
    /// <summary>The published Oregon sample: <c>hires_3dev_3h.csv.gz</c> and <c>detector_config_3dev.csv.gz</c>.</summary>
    /// <param name="folder">Folder of both files.</param>
    /// <exception cref="InvalidDataException">A line that cannot be read.</exception>
    public static ImmutableArray<HiResCounts> Oregon(string folder) =>
        Read(Path.Combine(folder, "hires_3dev_3h.csv.gz"), Path.Combine(folder, "detector_config_3dev.csv.gz"));

    /// <summary>True when a file is a log of events by its header or its first line, and not a table of counts.</summary>
    public static bool AreIn(string path)
    {
        using var reader = new StreamReader(HiResLog.Open(path));
        return (reader.ReadLine() ?? "").Split(',') is [var first, _, _, _]
            && (first.Equals("TimeStamp", StringComparison.OrdinalIgnoreCase) || DateTime.TryParse(first, CultureInfo.InvariantCulture, out _));
    }

    /// <summary>Reads every phase with advance detectors.</summary>
    /// <param name="log">Events, <c>TimeStamp,DeviceId,EventId,Parameter</c>, plain or gzip.</param>
    /// <param name="configuration">Detectors, <c>DeviceId,Phase,Function,Parameter</c>, plain or gzip.</param>
    /// <exception cref="InvalidDataException">A line that cannot be read, or no event at all.</exception>
    public static ImmutableArray<HiResCounts> Read(string log, string configuration)
    {
        var events = HiResLog.Read(log);
        if (events.Count == 0)
        {
            throw new InvalidDataException($"{log}: there is no event in it");
        }

        var detectors = DetectorAssignment.Read(configuration);
        var start = events[0].At;
        var seconds = (int)((events[^1].At - start).Milliseconds / 1000) + 1;
        var phases = detectors.Where(d => d.Function == DetectorFunction.Advance).GroupBy(d => (d.Device, d.Phase)).OrderBy(g => g.Key);
        return [.. phases.Select(g => Of(g.Key.Device, g.Key.Phase, [.. g.Select(d => d.Channel)], events.Where(e => e.Device == g.Key.Device), start.UnixMilliseconds, seconds))];
    }

    private static HiResCounts Of(int device, int phase, int[] channels, IEnumerable<LoggedEvent> events, long start, int seconds)
    {
        var arrivals = new float[seconds];
        var green = new bool[seconds];
        var (isGreen, known) = (false, 0);
        foreach (var happened in events)
        {
            var second = (int)((happened.At.UnixMilliseconds - start) / 1000);
            if (happened.Code == EventCode.DetectorOn && channels.Contains(happened.Parameter))
            {
                arrivals[second]++;
            }
            else if (happened.Code is EventCode.BeginGreen or EventCode.BeginYellow && happened.Parameter == phase)
            {
                green.AsSpan(known, second - known).Fill(isGreen);
                (isGreen, known) = (happened.Code == EventCode.BeginGreen, second);
            }
        }

        green.AsSpan(known).Fill(isGreen);
        return new HiResCounts(device, phase, channels.Length, [.. arrivals], [.. green]);
    }
}
