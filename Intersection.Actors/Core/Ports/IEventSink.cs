using Signals.Core.Measures;

namespace Signals.Core.Ports;

/// <summary>Where hi-res events go. Must not block: a sink that is full counts what it drops.</summary>
public interface IEventSink
{
    void Record(in HiResEvent happened);
}
