using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Drivers.Feeds;

namespace Signals.Controller.Hosting;

/// <summary>What a tick reads: sensor messages, and the cabinet's own inputs as of its latest status.</summary>
internal sealed class IntersectionReadings(ICabinetPort cabinet, CabinetInputFeed inputs, DetectorFeed feed) : IReadingSource
{
    public int Drain(Span<DetectorReading> into)
    {
        if (cabinet.Latest is { } status)
        {
            inputs.Take(status);
        }

        return feed.Drain(into);
    }

    public int TakeDropped() => feed.TakeDropped();
}
