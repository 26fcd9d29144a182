using System.Text;
using Microsoft.Extensions.Logging;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Drivers.Feeds;

/// <summary>Takes messages from any source, parses them and hands them to the feed of their site. Thread-safe; never throws for what a sensor sends.</summary>
public sealed class SensorRouter
{
    private readonly Dictionary<string, DetectorFeed>.AlternateLookup<ReadOnlySpan<char>> _feeds;
    private readonly TimeProvider _time;
    private readonly FeedLog _log;

    /// <param name="feeds">One for each intersection.</param>
    /// <param name="limits">Rate limit of the log.</param>
    /// <param name="time">Clock that messages are stamped with at arrival: the control time line.</param>
    /// <param name="logger">Where rejected messages are summed up.</param>
    public SensorRouter(IEnumerable<DetectorFeed> feeds, FeedLimits limits, TimeProvider time, ILogger<SensorRouter> logger)
    {
        Feeds = [.. feeds];
        _feeds = Feeds.ToDictionary(f => f.Site).GetAlternateLookup<ReadOnlySpan<char>>();
        _time = time;
        _log = new FeedLog(logger, time, limits, "(any)");
    }

    public IReadOnlyList<DetectorFeed> Feeds { get; }

    /// <summary>Feeds and router of a whole corridor.</summary>
    public static SensorRouter For(Corridor corridor, FeedLimits limits, TimeProvider time, ILoggerFactory loggers)
    {
        var feeds = corridor.Intersections.Select(i => new DetectorFeed(i, limits, time, loggers.CreateLogger<DetectorFeed>()));
        return new SensorRouter(feeds, limits, time, loggers.CreateLogger<SensorRouter>());
    }

    /// <summary>Feed of one intersection.</summary>
    /// <exception cref="KeyNotFoundException">The router has no such site.</exception>
    public DetectorFeed FeedOf(string site) => _feeds[site];

    /// <summary>Messages that could not be given to any site: malformed, or of an unknown site.</summary>
    public FeedCounters Counters { get; } = new();

    /// <summary>One message from a source that has no topics.</summary>
    public FeedOutcome Receive(ReadOnlySpan<byte> utf8)
    {
        if (!SensorMessageParser.TryParse(utf8, out var message, out var fault))
        {
            return Reject(FeedOutcome.Malformed, utf8, fault);
        }

        return Route(message);
    }

    /// <summary>
    /// One message from a topic. The broker's access rules speak of topics, so a message that claims another site, sensor or kind than its topic is refused.
    /// </summary>
    public FeedOutcome Receive(ReadOnlySpan<byte> utf8, ReadOnlySpan<char> topic)
    {
        if (!SensorTopic.TryParse(topic, out var site, out var sensor, out var kind))
        {
            return Reject(FeedOutcome.Malformed, utf8, "the topic is not tsc/v1/{site}/det/{sensor}/{event|interval|objects}");
        }

        if (!SensorMessageParser.TryParse(utf8, out var message, out var fault))
        {
            if (_feeds.TryGetValue(site, out var feed))
            {
                feed.CountMalformed(utf8, fault);
                return FeedOutcome.Malformed;
            }

            return Reject(FeedOutcome.Malformed, utf8, fault);
        }

        if (kind != message.Kind || !Ascii.Equals(message.Site, site) || !Ascii.Equals(message.Sensor, sensor))
        {
            return Reject(FeedOutcome.Malformed, message.Sensor, "site, sensor or kind differ from the topic's");
        }

        return Route(message);
    }

    private FeedOutcome Route(in SensorMessage message)
    {
        Span<char> site = stackalloc char[message.Site.Length];
        Encoding.ASCII.GetChars(message.Site, site);
        return _feeds.TryGetValue(site, out var feed)
            ? feed.Accept(message, Now())
            : Reject(FeedOutcome.UnknownSite, message.Site, "this service does not control it");
    }

    private Instant Now() => new(_time.GetUtcNow().ToUnixTimeMilliseconds());

    private FeedOutcome Reject(FeedOutcome reason, ReadOnlySpan<byte> detail, string explanation)
    {
        Counters.Add(FeedOutcome.Received);
        Counters.Add(reason);
        _log.Note(reason, detail, explanation);
        return reason;
    }
}
