using System.Collections.Immutable;
using Signals.Core.Measures;
using Signals.Core.Sensing;
using Signals.Core.Timing;

namespace Signals.Core.Tick;

/// <summary>The pure composite that an intersection actor, the embedded simulator and a rerun drive: one call a tick, never concurrently.</summary>
public interface IIntersectionTick
{
    /// <summary>Events of the last tick; valid until the next one.</summary>
    IReadOnlyList<HiResEvent> Events { get; }

    /// <summary>One entry a lane group, as of the last tick; valid until the next one.</summary>
    ReadOnlySpan<LaneGroupEstimate> LaneGroups { get; }

    TickResult Tick(in TickInput input);

    /// <summary>Forecast for the downstream neighbours, once a second.</summary>
    bool TryOutflow(out ImmutableArray<NeighbourOutflow> outflow);

    /// <summary>Why the last decision was taken, in one line.</summary>
    string Explain();
}
