using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Signals.Actors.Clock;
using Signals.Controller.Hosting;
using Signals.Core.Model;

namespace Signals.Benchmarks.Latency;

/// <summary>
/// <c>latency [--intersections N] [--seconds S]</c>: one controller process with N intersections at 10 Hz, N emulated cabinets over
/// loopback Modbus/TCP and UDP sensors, all in this process. Prints tick lateness and sensor datagram → Modbus-acknowledged command as one JSON object.
/// </summary>
internal static class LatencyBenchmark
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    /// <summary>A hundred connections and claims at once are a start, not an operating state.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = Option(args, "--seconds", 60);
        await using var cabinets = new ManyIntersections(Option(args, "--intersections", 100));

        // The first controller only compiles the code that the second one is measured with.
        await MeasureAsync(cabinets, WarmUp);
        var report = await MeasureAsync(cabinets, TimeSpan.FromSeconds(seconds));
        Console.WriteLine(JsonSerializer.Serialize(report, Indented));
        return cabinets.Tripped == 0 ? 0 : 1;
    }

    private static async Task<object> MeasureAsync(ManyIntersections cabinets, TimeSpan length)
    {
        var probes = cabinets.Corridor.Intersections.ToDictionary(i => i.Id, i => new Probe(i));
        var links = new MeasuredCabinets(probes);
        await using var host = await ControllerHost.StartAsync(
            cabinets.Corridor,
            new ControllerOptions
            {
                Udp = new IPEndPoint(IPAddress.Loopback, 0),
                Cabinets = links,
                NewTick = (corridor, intersection) => new ProbeTick(IntersectionTicks.Create(corridor, intersection), intersection, probes[intersection.Id]),
            },
            CancellationToken.None);
        await Task.Delay(Settling);
        var before = Usage.Now();
        using var load = new SensorLoad(cabinets.Corridor, probes, host.SensorEndPoint!);
        using var over = new CancellationTokenSource(length);
        await load.RunAsync(over.Token);
        return Report(host.Snapshot(), cabinets, links, probes.Values, load, before);
    }

    private static object Report(ControllerSnapshot snapshot, ManyIntersections cabinets, MeasuredCabinets links, IEnumerable<Probe> probes, SensorLoad load, Usage before)
    {
        var (total, after, firstTry) = (new LatenessHistogram(), new LatenessHistogram(), new LatenessHistogram());
        foreach (var probe in probes)
        {
            total.Add(probe.Total);
            after.Add(probe.AfterDeadline);
            firstTry.Add(probe.FirstTry);
        }

        var used = Usage.Now() - before;
        return new
        {
            Intersections = snapshot.Intersections.Length,
            Controlled = snapshot.Intersections.Count(i => i.Latest?.Level > ControlLevel.Observe),
            Levels = snapshot.Intersections.GroupBy(i => $"{i.Latest?.Level} {i.Latest?.Cause}").ToDictionary(g => g.Key, g => g.Count()),
            ClockLatenessMs = Quantiles(snapshot.Clock),
            TickBeganMs = Worst(snapshot.Intersections.Select(i => i.Began)),
            TickDecidedMs = Worst(snapshot.Intersections.Select(i => i.Decided)),
            SensorToAckMs = Quantiles(total.Summarise()),
            DeadlineToAckMs = Quantiles(after.Summarise()),
            DeadlineToAckFirstTryMs = Quantiles(firstTry.Summarise()),
            snapshot.TicksMissed,
            MeasuredIntersections = load.Measured,
            DatagramsSent = load.Sent,
            cabinets.Tripped,
            cabinets.Rejected,
            Rejects = links.Rejects,
            LinkFailures = links.Failures,
            StaleCommands = links.Stale,
            RoundTripP50Ms = Math.Round(links.RoundTrip.P50, 3),
            RoundTripP99Ms = Math.Round(links.RoundTrip.P99, 3),
            CpuOfTwoCores = Math.Round(used.Cpu.TotalSeconds / used.Wall.TotalSeconds / 2, 3),
            AllocatedMegabytesPerSecond = Math.Round(used.Allocated / 1e6 / used.Wall.TotalSeconds, 2),
            used.Collections,
        };
    }

    private static object Quantiles(LatenessSummary summary) => new
    {
        summary.Count,
        P50 = summary.P50.TotalMilliseconds,
        P99 = summary.P99.TotalMilliseconds,
        P999 = summary.P999.TotalMilliseconds,
        Max = summary.Maximum.TotalMilliseconds,
    };

    /// <summary>Quantiles by intersection: the median one and the worst one.</summary>
    private static object Worst(IEnumerable<LatenessSummary> each)
    {
        var all = each.ToArray();
        return new
        {
            MedianP50 = all.Select(s => s.P50.TotalMilliseconds).Order().ElementAt(all.Length / 2),
            WorstP99 = all.Max(s => s.P99.TotalMilliseconds),
            WorstP999 = all.Max(s => s.P999.TotalMilliseconds),
            Max = all.Max(s => s.Maximum.TotalMilliseconds),
        };
    }

    private static int Option(string[] args, string name, int standard)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? standard : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }

    /// <summary>What the process has used so far.</summary>
    private sealed record Usage(TimeSpan Cpu, TimeSpan Wall, double Allocated, int Collections)
    {
        public static Usage Now()
        {
            using var process = Process.GetCurrentProcess();
            return new Usage(process.TotalProcessorTime, Stopwatch.GetElapsedTime(0), GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
        }

        public static Usage operator -(Usage later, Usage earlier) => new(
            later.Cpu - earlier.Cpu, later.Wall - earlier.Wall, later.Allocated - earlier.Allocated, later.Collections - earlier.Collections);
    }
}
