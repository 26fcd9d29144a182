using System.Collections.Immutable;
using System.Globalization;
using Signals.Actors.Clock;
using Signals.Actors.Control;
using Signals.Controller.Hosting;
using Signals.Core.Units;

namespace Signals.Controller.Commands;

/// <summary>What <c>controller run --json</c> writes when it ends.</summary>
/// <param name="Corridor">Title.</param>
/// <param name="ContentHash">SHA-256 of the corridor file.</param>
/// <param name="Started">Control time, ISO 8601.</param>
/// <param name="Ended">Control time, ISO 8601.</param>
/// <param name="Failure">What ended control, null when it was asked to stop.</param>
/// <param name="TickLatenessMs">How late ticks were told.</param>
/// <param name="TicksMissed">Ticks slept through.</param>
/// <param name="Intersections">One entry each.</param>
/// <param name="Records">Event store and flight recorder.</param>
public sealed record ControllerReport(
    string Corridor, string ContentHash, string Started, string Ended, string? Failure, ControllerReport.Quantiles TickLatenessMs, long TicksMissed,
    ImmutableArray<ControllerReport.Entry> Intersections, RecordsView Records)
{
    public static ControllerReport Of(Instant started, ControllerSnapshot last, string? failure) => new(
        last.Corridor, last.ContentHash, started.ToString(), last.At.ToString(), failure, Quantiles.Of(last.Clock), last.TicksMissed,
        [.. last.Intersections.Select(Entry.Of)], last.Records);

    /// <summary>One line for the log.</summary>
    public static string StatusLine(ControllerSnapshot now)
    {
        var levels = now.Intersections
            .GroupBy(i => i.Latest is { } latest ? $"{latest.Level}{(latest.Cause == 0 ? "" : $" ({latest.Cause})")}{(latest.Shadow ? " shadow" : "")}" : "starting")
            .Select(g => $"{g.Count()} {g.Key}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{now.Intersections.Count(i => i.Linked)}/{now.Intersections.Length} cabinets; {string.Join(", ", levels)}; ticks p99 {now.Clock.P99.TotalMilliseconds:0.0} ms late, {now.TicksMissed} missed; {now.Records.EventsWritten} events");
    }

    /// <summary>Quantiles in milliseconds.</summary>
    public sealed record Quantiles(double P50, double P99, double P999, double Max)
    {
        public static Quantiles Of(LatenessSummary summary) => new(
            summary.P50.TotalMilliseconds, summary.P99.TotalMilliseconds, summary.P999.TotalMilliseconds, summary.Maximum.TotalMilliseconds);
    }

    /// <summary>One intersection.</summary>
    public sealed record Entry(
        string Id, bool Linked, string Link, string Level, string Cause, string Mode, uint Epoch, string Monitor, int Incarnations, TickCounters Ticks,
        Quantiles DecidedMs, ImmutableSortedDictionary<string, long> Sensors)
    {
        public static Entry Of(IntersectionView view) => new(
            view.Id, view.Linked, view.Link,
            (view.Latest?.Level ?? 0).ToString(), (view.Latest?.Cause ?? 0).ToString(), view.Latest?.Status?.Mode.ToString() ?? "unknown",
            view.Latest?.Status?.Epoch ?? 0, view.Latest?.Status?.Monitor.ToString() ?? "unknown", view.Incarnations, view.Latest?.Ticks ?? default,
            Quantiles.Of(view.Decided), view.Sensors.Where(s => s.Value > 0).ToImmutableSortedDictionary());
    }
}
