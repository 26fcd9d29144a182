using System.Diagnostics.Metrics;
using Signals.Prediction.Ladder;

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
        ForecastInstruments();
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>A figure that is not known yet is not reported.</summary>
    private void ForecastInstruments()
    {
        _meter.CreateObservableGauge("signals.forecast.source", () => Forecast(f => (double)f.Source), "1", "Worst source in use: 0 model, 1 ratio, 2 persistence, 3 history, 4 plan");
        _meter.CreateObservableGauge("signals.forecast.cause", () => Forecast(f => (double)f.Cause), "1", "Why the model does not speak; 0 when it does");
        _meter.CreateObservableGauge("signals.forecast.age", () => Forecast(f => f.AgeSeconds), "s", "Age of the model's last answer that was used");
        _meter.CreateObservableGauge("signals.forecast.error_ratio", () => Forecast(f => f.ErrorRatio), "1", "Error of the model against history and ratio, last hour");
        _meter.CreateObservableGauge("signals.forecast.coverage", () => Forecast(f => f.Coverage), "1", "Share of arrivals within the 80 % interval, last hour");
        _meter.CreateObservableGauge("signals.forecast.novelty", () => Forecast(f => f.Novelty), "1", "Share of inputs unlike the training's");
        _meter.CreateObservableGauge("signals.forecast.spillback_risk", () => Forecast(f => f.SpillbackRisk), "1", "Greatest probability of a spillback within 5 min");
        _meter.CreateObservableGauge("signals.forecast.overload_risk", () => Forecast(f => f.OverloadRisk), "1", "Greatest probability of v/c above 1 within 5 min");
        _meter.CreateObservableGauge("signals.forecast.stability_index", () => Forecast(f => f.StabilityIndex), "1", "Greatest PSI of the inputs");
        _meter.CreateObservableCounter("signals.forecast.late", () => Forecast(f => f.Late), "{answer}", "Answers that missed the soft deadline");
        _meter.CreateObservableCounter("signals.forecast.invalid", () => Forecast(f => f.Invalid), "{answer}", "Answers that were no numbers, or none");
    }

    private static long Lost(RecordsView records) => records.EventsDropped + records.EventsFailed;

    private double Lateness(Func<ControllerSnapshot, TimeSpan> of) => of(_snapshot()).TotalMilliseconds;

    private IEnumerable<Measurement<double>> Each(Func<IntersectionView, double> of) =>
        _snapshot().Intersections.Select(i => new Measurement<double>(of(i), new KeyValuePair<string, object?>("intersection", i.Id)));

    private IEnumerable<Measurement<double>> Forecast(Func<ForecastStatus, double> of)
    {
        foreach (var intersection in _snapshot().Intersections)
        {
            if (intersection.Forecast is { } status && of(status) is var value && double.IsFinite(value))
            {
                yield return new Measurement<double>(value, new KeyValuePair<string, object?>("intersection", intersection.Id));
            }
        }
    }
}
