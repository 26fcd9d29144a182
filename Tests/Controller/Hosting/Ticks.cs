using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Tick;
using Signals.Tests.Support;

namespace Signals.Tests.Controller.Hosting;

/// <summary>Ticks with controllers that a test chooses.</summary>
public static class Ticks
{
    /// <summary>Every rung rests in the start-up groups.</summary>
    public static IIntersectionTick Resting(Corridor corridor, Intersection intersection)
    {
        var wish = new ControlIntent(intersection.StartUp, intersection.Sequence is StageSequence stages ? stages.Stages[0].Number : 0, IntentReason.Rest);
        return new IntersectionTick(
            intersection, SafetyTable.Compile(intersection),
            [.. new[] { ControlLevel.FixedTime, ControlLevel.Actuated, ControlLevel.Adaptive }.Select(level => new ScriptedController(level, () => wish))]);
    }
}
