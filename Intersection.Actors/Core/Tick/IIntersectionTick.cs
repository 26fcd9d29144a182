using Signals.Core.Measures;
using Signals.Core.Prediction;
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

    /// <summary>Forecast for the downstream neighbours as of the tick of <paramref name="input"/>; false when there is none.</summary>
    bool TryOutflow(in TickInput input, List<NeighbourOutflow> into);

    /// <summary>
    /// What a forecast is to be made from, as of the tick of <paramref name="input"/>; true once a second, one tick before the planner plans. A tick that wants no forecasts never asks.
    /// </summary>
    bool TryFrame(in TickInput input, out ForecastFrame frame)
    {
        frame = default;
        return false;
    }

    /// <summary>Why the last decision was taken, in one line.</summary>
    string Explain();
}
