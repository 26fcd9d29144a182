using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing;

namespace Signals.Tests.Support;

/// <summary>Passes everything on and counts the bytes that <see cref="IController.Decide"/> allocates on its thread.</summary>
public sealed class MeteredController(IController inner) : IController
{
    public ControlLevel Level => inner.Level;

    /// <summary>Since <see cref="Reset"/>.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Decisions since <see cref="Reset"/>.</summary>
    public int Decisions { get; private set; }

    public void Reset() => (AllocatedBytes, Decisions) = (0, 0);

    public void Adopt(in ControlView view) => inner.Adopt(view);

    public ControlIntent Decide(in ControlView view)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var intent = inner.Decide(view);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        Decisions++;
        return intent;
    }

    public void DrainEvents(ICollection<ControllerEvent> into) => inner.DrainEvents(into);

    public string Explain() => inner.Explain();
}
