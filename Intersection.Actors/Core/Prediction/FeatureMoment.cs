using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Prediction;

/// <summary>What one tick tells the features. A view: it must not outlive the call.</summary>
public readonly ref struct FeatureMoment
{
    /// <summary>Deadline of the tick.</summary>
    public required Instant Now { get; init; }

    public required LocalTime Local { get; init; }

    /// <summary>What the cabinet shows, one entry a group.</summary>
    public required ReadOnlySpan<GroupStatus> Shown { get; init; }

    /// <summary>One entry a lane group.</summary>
    public required ReadOnlySpan<LaneGroupEstimate> LaneGroups { get; init; }

    /// <summary>Vehicles counted in this tick, one entry a lane group.</summary>
    public required ReadOnlySpan<LaneGroupCount> Counts { get; init; }

    /// <summary>Fresh forecasts of upstream neighbours.</summary>
    public required ReadOnlySpan<NeighbourOutflow> Neighbours { get; init; }
}
