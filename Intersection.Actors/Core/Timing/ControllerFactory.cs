using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.FixedTime;
using Signals.Core.Timing.Micro;
using Signals.Core.Timing.Phases;
using Signals.Core.Timing.Pressure;

namespace Signals.Core.Timing;

/// <summary>Makes the controller of one rung of the degradation ladder; on the adaptive rung the one that <see cref="ControlSettings.Method"/> names.</summary>
public static class ControllerFactory
{
    /// <param name="level">Rung; <see cref="ControlLevel.Observe"/> has no controller.</param>
    /// <param name="intersection">What is controlled.</param>
    /// <param name="safety">Its compiled safety timing.</param>
    /// <param name="incoming">Links that end at it; the adaptive controller shifts the neighbours' forecasts by their travel time.</param>
    /// <param name="outgoing">Links that begin at it; the adaptive controller forecasts departures and sees exit space on them.</param>
    /// <param name="planner">Settings of the adaptive controller; null takes the product's defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">No controller belongs to that level.</exception>
    public static IController Create(
        ControlLevel level, Intersection intersection, SafetyTable safety, ImmutableArray<Link> incoming, ImmutableArray<Link> outgoing,
        PlannerSettings? planner = null)
    {
        var table = PhaseTable.Compile(intersection, safety);
        return level switch
        {
            ControlLevel.FixedTime => new FixedTimeController(intersection, table),
            ControlLevel.Actuated => new ActuatedController(table, intersection.StartUp),
            ControlLevel.Adaptive when intersection.Control.Method != ControlMethod.Optimiser => new PressureController(intersection, table, outgoing),
            ControlLevel.Adaptive => Optimiser(intersection, table, incoming, outgoing, planner ?? PlannerSettings.Default),
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "a controller exists for FixedTime, Actuated and Adaptive; Observe commands nothing"),
        };
    }

    private static AdaptiveController Optimiser(
        Intersection intersection, PhaseTable table, ImmutableArray<Link> incoming, ImmutableArray<Link> outgoing, PlannerSettings settings) =>
        new(intersection, table, incoming, outgoing, settings, settings.Rerank ? new MicroJudge(intersection, settings.Micro) : null);
}
