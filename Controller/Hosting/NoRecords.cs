using Signals.Core.Measures;
using Signals.Core.Ports;
using Signals.Core.Tick;

namespace Signals.Controller.Hosting;

/// <summary>Event sink and flight recorder of a controller without a data directory.</summary>
internal sealed class NoRecords : IEventSink, ITickRecorder
{
    public static readonly NoRecords Instance = new();

    public void Begin()
    {
    }

    public void Record(in HiResEvent happened)
    {
    }

    public void Record(in TickInput input, in TickResult result)
    {
    }
}
