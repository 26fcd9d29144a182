using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Tests.Support;

/// <summary>How far a coordinated green's start is from its programmed one; computed from the definition of an offset, not from the code under test.</summary>
public static class OffsetClock
{
    /// <param name="start">Start of green since the start of the run.</param>
    /// <param name="startHour">Local time at the start of the run.</param>
    /// <param name="plan">Plan with cycle and offset.</param>
    public static Duration Error(Duration start, double startHour, TimingPlan plan)
    {
        var cycle = plan.Cycle.Milliseconds;
        var late = (start.Milliseconds + (long)(startHour * 3_600_000) - plan.Offset.Milliseconds) % cycle;
        return new Duration(Math.Min((late + cycle) % cycle, (cycle - late) % cycle));
    }
}
