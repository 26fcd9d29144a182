namespace Signals.Controller.Recording;

/// <summary>Bounds of the flight recorder.</summary>
public sealed record FlightRecorderOptions
{
    /// <summary>Disk space of all intersections together; the oldest segments go first. Default 256 MiB, about two days of five intersections.</summary>
    public long MaximumBytes { get; init; } = 256L << 20;

    /// <summary>Segments that one intersection's share is divided into; default 8.</summary>
    public int SegmentsPerIntersection { get; init; } = 8;

    /// <summary>Ticks that may wait for the writer; default 8,192: eight seconds of a hundred intersections.</summary>
    public int QueueCapacity { get; init; } = 8_192;

    /// <summary>Longest time that a tick waits in memory: what a power failure can cost. Default 10 s.</summary>
    public TimeSpan FlushAfter { get; init; } = TimeSpan.FromSeconds(10);
}
