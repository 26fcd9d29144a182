using Signals.Core.Measures;
using Signals.Core.Ports;

namespace Signals.Sim.Forecasting;

/// <summary>Events that nobody keeps.</summary>
internal sealed class NoEvents : IEventSink
{
    public static readonly NoEvents Instance = new();

    public void Record(in HiResEvent happened)
    {
    }
}
