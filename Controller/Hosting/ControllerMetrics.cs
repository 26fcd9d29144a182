using System.Diagnostics.Metrics;

namespace Signals.Controller.Hosting;

/// <summary>The controller's figures as <c>System.Diagnostics.Metrics</c>. Read on demand from the snapshot: a tick pays nothing for them.</summary>
public sealed class ControllerMetrics : IDisposable
{
    /// <summary>Name to listen to.</summary>
    public const string Name = "Signals.Controller";

    private readonly Meter _meter;
    private readonly Func<ControllerSnapshot> _snapshot;

    public ControllerMetrics(Func<ControllerSnapshot> snapshot)
    {
        _snapshot = snapshot;
        _meter = new Meter(new MeterOptions(Name) { Scope = this });
        _meter.CreateObservableGauge("signals.clock.lateness", () => Lateness(s => s.Clock.P99), "ms", "99th percentile of how late ticks were told");
        _meter.CreateObservableGauge("signals.clock.wall_offset", () => Lateness(s => s.WallOffset), "ms", "Wall clock minus control time line");
        _meter.CreateObservableCounter("signals.clock.missed", () => snapshot().TicksMissed, "{tick}", "Ticks the clock slept through");
        _meter.CreateObservableGauge("signals.intersection.decided", () => Each(i => i.Decided.P99.TotalMilliseconds), "ms", "99th percentile from deadline to command");
        _meter.CreateObservableGauge("signals.intersection.level", () => Each(i => (double)(i.Latest?.Level ?? 0)), "1", "Rung of the degradation ladder");
        _meter.CreateObservableGauge("signals.intersection.linked", () => Each(i => i.Linked ? 1 : 0), "1", "Cabinet was read within the last second");
        _meter.CreateObservableCounter("signals.intersection.starts", () => Each(i => i.Incarnations), "{start}", "Starts of the intersection's actor");
        _meter.CreateObservableCounter("signals.intersection.gaps", () => Each(i => i.Latest?.Ticks.Gaps ?? 0), "{gap}", "Tick gaps that cost authority");
        _meter.CreateObservableCounter("signals.events.written", () => snapshot().Records.EventsWritten, "{event}", "Hi-res events stored");
        _meter.CreateObservableCounter("signals.events.lost", () => Lost(snapshot().Records), "{event}", "Hi-res events lost");
        _meter.CreateObservableCounter("signals.recorder.lost", () => snapshot().Records.TicksDropped, "{tick}", "Ticks the flight recorder lost");
    }

    public void Dispose() => _meter.Dispose();

    private static long Lost(RecordsView records) => records.EventsDropped + records.EventsFailed;

    private double Lateness(Func<ControllerSnapshot, TimeSpan> of) => of(_snapshot()).TotalMilliseconds;

    private IEnumerable<Measurement<double>> Each(Func<IntersectionView, double> of) =>
        _snapshot().Intersections.Select(i => new Measurement<double>(of(i), new KeyValuePair<string, object?>("intersection", i.Id)));
}
