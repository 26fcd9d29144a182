using Signals.Core.Model;

namespace Signals.Core.Sensing;

/// <summary>How far from the stop line the sensors of a lane group see.</summary>
public static class SensorReach
{
    /// <summary>Metres; 0 when they see only the line.</summary>
    public static double Of(Intersection intersection, LaneGroup group)
    {
        var farthest = 0.0;
        foreach (var detector in intersection.Detectors)
        {
            var reach = detector.Role switch
            {
                DetectorRole.Area => detector.DistanceToStopLine.Value + detector.ZoneLength.Value,
                DetectorRole.Advance => detector.DistanceToStopLine.Value,
                _ => 0,
            };
            farthest = detector.LaneGroup == group.Index ? Math.Max(farthest, reach) : farthest;
        }

        return farthest;
    }
}
