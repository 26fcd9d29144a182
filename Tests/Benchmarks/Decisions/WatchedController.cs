using System.Diagnostics;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Decisions;

/// <summary>The adaptive controller with a stopwatch and an allocation counter around its decision.</summary>
/// <param name="inner">The controller as the product builds it.</param>
internal sealed class WatchedController(AdaptiveController inner) : IController, IOutflowPredictor
{
    public ControlLevel Level => inner.Level;

    /// <summary>The controller itself; after <see cref="Decide"/> its model stands at the problem that was searched.</summary>
    public AdaptiveController Inner => inner;

    /// <summary>The last decision searched for a plan.</summary>
    public bool Searched { get; private set; }

    /// <summary>Wall time of the last decision, stopwatch ticks.</summary>
    public long Spent { get; private set; }

    /// <summary>CPU time of the last decision, ns.</summary>
    public long CpuNanoseconds { get; private set; }

    /// <summary>Bytes allocated by the last decision.</summary>
    public long Allocated { get; private set; }

    /// <summary>A new tick begins, in which the controller may not be asked at all.</summary>
    public void Forget() => Searched = false;

    public void Adopt(in ControlView view) => inner.Adopt(view);

    public ControlIntent Decide(in ControlView view)
    {
        var before = inner.Searches;
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var cpu = ThreadClock.Now;
        var started = Stopwatch.GetTimestamp();
        var intent = inner.Decide(view);
        Spent = Stopwatch.GetTimestamp() - started;
        CpuNanoseconds = ThreadClock.Now - cpu;
        Allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
        Searched = inner.Searches > before;
        return intent;
    }

    public void DrainEvents(ICollection<ControllerEvent> into) => inner.DrainEvents(into);

    public string Explain() => inner.Explain();

    public void PredictOutflow(in ControlView view, List<NeighbourOutflow> into) => inner.PredictOutflow(view, into);
}
