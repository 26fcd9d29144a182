using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Prediction;

/// <summary>Everything that a forecast of one intersection is made from, once a second. A view: it must not outlive the call.</summary>
public readonly ref struct ForecastFrame
{
    /// <summary>Deadline of the tick that ended the second.</summary>
    public required Instant Now { get; init; }

    public required LocalTime Local { get; init; }

    /// <summary>Present estimates, one entry a lane group.</summary>
    public required ReadOnlySpan<LaneGroupEstimate> LaneGroups { get; init; }

    /// <summary>One row of <see cref="FeatureColumn.Count"/> values a lane group, see <see cref="FeatureSchema"/>.</summary>
    public required ReadOnlySpan<float> Rows { get; init; }

    /// <summary>What history and today's ratio to it say; the floor under every model.</summary>
    public required HistoricRatioForecast Floor { get; init; }
}
