using Signals.Core.Units;

namespace Signals.Drivers.Feeds;

/// <summary>Limits of what a feed takes. The defaults are the rules of the sensor interface; tests and slow sites may set others.</summary>
public sealed record FeedLimits
{
    public static readonly FeedLimits Default = new();

    /// <summary>Readings that wait for one tick, per intersection; the oldest is dropped beyond. Default 2,048 (64 detectors, 3 s at 10 Hz); at most 4,096, the flight recorder's limit.</summary>
    public int Capacity { get; init; } = 2048;

    /// <summary>A message this old is late: used, counted and given less weight. Default 1 s.</summary>
    public Duration LateAfter { get; init; } = Duration.FromSeconds(1);

    /// <summary>A message this old is rejected: it would move a queue that is long gone. Default 30 s.</summary>
    public Duration StaleAfter { get; init; } = Duration.FromSeconds(30);

    /// <summary>A message this far ahead of our clock is rejected. Default 2 s.</summary>
    public Duration FutureAfter { get; init; } = Duration.FromSeconds(2);

    /// <summary>One log line for each reason in this time. Default 10 s.</summary>
    public Duration LogEvery { get; init; } = Duration.FromSeconds(10);
}
