using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Signals.Actors.Clock;
using Signals.Controller.Hosting;
using Signals.Core.Units;

namespace Signals.Tests.Controller.Hosting;

[Category("Unit")]
public sealed class ControllerMetricsTests
{
    [Test]
    public void Metrics_carry_the_snapshot_by_intersection()
    {
        var view = new IntersectionView("a", "A", Linked: true, "", null, default, default, Incarnations: 2, ImmutableDictionary<string, long>.Empty);
        var snapshot = new ControllerSnapshot(
            "test", "", Instant.Epoch, new LatenessSummary(1, default, TimeSpan.FromMilliseconds(7), default, default), TicksMissed: 3, default, null,
            [view], new RecordsView(10, 1, 2, 0, 0));
        using var metrics = new ControllerMetrics(() => snapshot);

        var seen = Collect(metrics);

        Assert.Multiple(() =>
        {
            Assert.That(seen["signals.clock.lateness"], Is.EqualTo(7));
            Assert.That(seen["signals.clock.missed"], Is.EqualTo(3));
            Assert.That(seen["signals.events.lost"], Is.EqualTo(3));
            Assert.That(seen["signals.intersection.linked a"], Is.EqualTo(1));
            Assert.That(seen["signals.intersection.starts a"], Is.EqualTo(2));
        });
    }

    private static Dictionary<string, double> Collect(ControllerMetrics metrics)
    {
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, metrics))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.TryAdd(tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Value}", value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }
}
