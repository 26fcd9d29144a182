using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Timing;
using Signals.Core.Timing.Adaptive;

namespace Signals.Controller.Hosting;

/// <summary>The one way a tick is put together: service and rerun must build the same, or a rerun proves nothing.</summary>
public static class IntersectionTicks
{
    /// <exception cref="ArgumentException">The intersection contradicts itself; a checked corridor file does not.</exception>
    public static IIntersectionTick Create(Corridor corridor, Intersection intersection) =>
        Create(corridor, intersection, PlannerSettings.Default);

    /// <param name="corridor">The corridor.</param>
    /// <param name="intersection">One of its intersections.</param>
    /// <param name="planner">Settings of the adaptive controller, where an experiment wants others than the product's.</param>
    /// <param name="profile">Usual flows to start with; null for none. A recorded tick starts without: the record does not hold them.</param>
    /// <exception cref="ArgumentException">The intersection contradicts itself; a checked corridor file does not.</exception>
    public static IIntersectionTick Create(Corridor corridor, Intersection intersection, PlannerSettings planner, HistoricProfile? profile = null)
    {
        var table = SafetyTable.Compile(intersection);
        var incoming = corridor.Links.Where(l => l.To == intersection.Id).ToImmutableArray();
        var outgoing = corridor.Links.Where(l => l.From == intersection.Id).ToImmutableArray();
        return new IntersectionTick(
            intersection, table,
            [.. new[] { ControlLevel.FixedTime, ControlLevel.Actuated, ControlLevel.Adaptive }
                .Select(level => ControllerFactory.Create(level, intersection, table, incoming, outgoing, planner))],
            incoming, profile);
    }
}
