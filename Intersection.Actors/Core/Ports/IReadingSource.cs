using Signals.Core.Sensing;

namespace Signals.Core.Ports;

/// <summary>Where a tick takes its sensor readings from. Never blocks.</summary>
public interface IReadingSource
{
    /// <summary>Moves the oldest readings into <paramref name="into"/>; returns how many.</summary>
    int Drain(Span<DetectorReading> into);

    /// <summary>Readings dropped since the last call, because the feed is bounded.</summary>
    int TakeDropped();
}
