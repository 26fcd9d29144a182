using Signals.Core.Tick;

namespace Signals.Core.Ports;

/// <summary>The flight recorder as a tick sees it. Never blocks: what it cannot take is marked as a gap.</summary>
public interface ITickRecorder
{
    /// <summary>A fresh <see cref="IIntersectionTick"/> starts here: a rerun must start from the same blank state.</summary>
    void Begin();

    /// <summary>Takes one tick. The input is a view and is copied before the call returns.</summary>
    void Record(in TickInput input, in TickResult result);
}
