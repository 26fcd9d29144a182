using Signals.Core.Model;
using Signals.Core.Sensing;

namespace Signals.Core.Tick;

/// <summary>
/// How high on the ladder the present detection lets an intersection stand. Adaptive needs most lane groups measured; actuated can live on recall for some;
/// when most are blind, a tuned plan knows better.
/// </summary>
public static class DetectionLimit
{
    /// <summary>Share of blind lane groups (historic or recall only) above which adaptive control is given up.</summary>
    public const double AdaptiveBlindShare = 0.25;

    /// <summary>Share above which actuated control is given up for the plan by time of day.</summary>
    public const double ActuatedBlindShare = 0.75;

    /// <summary>Highest level that makes sense with these estimates.</summary>
    public static ControlLevel Judge(ReadOnlySpan<LaneGroupEstimate> laneGroups)
    {
        var blind = 0;
        foreach (var estimate in laneGroups)
        {
            blind += estimate.Source >= EstimateSource.Historic ? 1 : 0;
        }

        var share = laneGroups.IsEmpty ? 1.0 : (double)blind / laneGroups.Length;
        return share > ActuatedBlindShare ? ControlLevel.FixedTime
            : share > AdaptiveBlindShare ? ControlLevel.Actuated
            : ControlLevel.Adaptive;
    }
}
