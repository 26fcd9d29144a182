using Signals.Core.Model;

namespace Signals.Core.Sensing.Objects;

/// <summary>Estimate of a lane group of which every lane is seen vehicle by vehicle: nothing is inferred, everything is counted.</summary>
internal sealed class WatchedGroup(LaneGroup laneGroup, LaneWatch[] lanes)
{
    /// <summary>Averaging, as in <see cref="LaneGroupTracker"/>: arrivals about a cycle, discharge a moment.</summary>
    private const double ArrivalSeconds = 60;
    private const double DischargeSeconds = 5;
    private const double OccupancySeconds = 1;

    private SmoothedFlow _arrivals = new(ArrivalSeconds);
    private SmoothedFlow _discharge = new(DischargeSeconds);
    private SmoothedFlow _occupancy = new(OccupancySeconds);

    /// <summary>Vehicles that arrived in the last tick; NaN when not every lane is seen.</summary>
    public double Arrived { get; private set; } = double.NaN;

    /// <summary>Vehicles that crossed the stop line in the last tick; NaN when not every lane is seen.</summary>
    public double Crossed { get; private set; } = double.NaN;

    /// <summary>Renews the estimate; false when a lane is not seen, and then the counts speak.</summary>
    /// <param name="seconds">Time since the last tick.</param>
    /// <param name="saturationPerSecond">Learned discharge of all lanes, veh/s.</param>
    /// <param name="quality">0–1, by the health of its zones.</param>
    /// <param name="estimate">The estimate.</param>
    public bool TryEstimate(double seconds, double saturationPerSecond, float quality, out LaneGroupEstimate estimate)
    {
        estimate = default;
        double standing = 0, moving = 0, entered = 0, crossed = 0, speed = 0, atLine = 0;
        var travelling = 0;
        foreach (var lane in lanes)
        {
            if (!lane.IsSeen)
            {
                Arrived = double.NaN;
                Crossed = double.NaN;
                return false;
            }

            standing += lane.Standing;
            moving += lane.Moving;
            entered += lane.Entered;
            crossed += lane.Crossed;
            speed += lane.SpeedSum;
            travelling += lane.Travelling;
            atLine += lane.AtLine ? 1 : 0;
        }

        Arrived = entered;
        Crossed = crossed;
        _arrivals.Add(entered, seconds);
        _discharge.Add(crossed, seconds);
        _occupancy.Add(atLine / laneGroup.Lanes * seconds, seconds);
        var kph = travelling > 0 ? (float)(speed / travelling * 3.6) : float.NaN;
        estimate = new LaneGroupEstimate(
            Math.Min(standing, Math.Max(laneGroup.Lanes, laneGroup.StorageVehicles)), _arrivals.Or(0), moving, (float)Math.Clamp(_occupancy.Or(0), 0, 1), kph,
            _discharge.Or(0), saturationPerSecond, atLine > 0, EstimateSource.Measured, quality);
        return true;
    }
}
