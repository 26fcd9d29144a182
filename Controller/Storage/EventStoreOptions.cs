namespace Signals.Controller.Storage;

/// <summary>Bounds of the event store.</summary>
public sealed record EventStoreOptions
{
    /// <summary>Events older than this are deleted; default 62 days.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromDays(62);

    /// <summary>The oldest events are deleted when the file holds more than this; default 2 GiB, about 40 million events.</summary>
    public long MaximumBytes { get; init; } = 2L << 30;

    /// <summary>Size at which SQLite itself refuses to grow, should retention not keep up; default 2.5 GiB.</summary>
    public long HardLimitBytes { get; init; } = 5L << 29;

    /// <summary>Events that may wait for the writer; default 65,536: about 8 s of a hundred busy intersections.</summary>
    public int QueueCapacity { get; init; } = 65_536;

    /// <summary>Longest time that an event waits for its transaction; default 500 ms.</summary>
    public TimeSpan FlushAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often retention looks; default 1 min.</summary>
    public TimeSpan RetentionEvery { get; init; } = TimeSpan.FromMinutes(1);
}
