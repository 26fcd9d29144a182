using System.Diagnostics.Metrics;

namespace Signals.Drivers.Feeds;

/// <summary>Publishes the counters of all feeds as one metric, <c>signals.feed.messages</c>, with tags <c>site</c> and <c>outcome</c>. Read on demand: nothing is paid for each message.</summary>
public sealed class FeedMeter : IDisposable
{
    /// <summary>Name to listen to.</summary>
    public const string Name = "Signals.Drivers.Feeds";

    private readonly Meter _meter = new(Name);
    private readonly SensorRouter _router;

    public FeedMeter(SensorRouter router)
    {
        _router = router;
        _meter.CreateObservableCounter("signals.feed.messages", Observe, unit: "{message}", description: "Sensor messages and readings by what became of them");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Observe()
    {
        foreach (var outcome in Enum.GetValues<FeedOutcome>())
        {
            yield return Measure("", outcome, _router.Counters);
            foreach (var feed in _router.Feeds)
            {
                yield return Measure(feed.Site, outcome, feed.Counters);
            }
        }
    }

    private static Measurement<long> Measure(string site, FeedOutcome outcome, FeedCounters counters) =>
        new(counters[outcome], new KeyValuePair<string, object?>("site", site), new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
