using Signals.Core.Model;

namespace Signals.Core.Sensing.Picture;

/// <summary>
/// Vehicles of a lane group that nobody sees one by one, as its counts imply them: the estimated queue stands at the line, 7.5 m apart, and who passed the upstream station since is on his way at the
/// approach's speed. Lanes share evenly. The vehicles add up to queue and en-route of the estimate, up to the picture's capacity.
/// </summary>
internal sealed class CountedGroup(LaneGroup laneGroup, LaneGroupTracker tracker)
{
    /// <summary>Length assumed of a vehicle that nobody measured, m.</summary>
    private const float Length = 4.5f;

    /// <summary>Speed of the wave that sets a queue in motion, and acceleration behind it, m/s and m/s² (start wave of a queue: 15–20 km/h).</summary>
    private const double StartWave = 5;
    private const double Acceleration = 2;

    /// <summary>Parts of a vehicle below this are rounding.</summary>
    private const double Negligible = 0.01;

    private readonly PipeVehicle[] _enRoute = new PipeVehicle[TrafficPicture.LaneCapacity];

    /// <summary>Writes one lane.</summary>
    /// <param name="picture">Where to.</param>
    /// <param name="lane">Index of the lane.</param>
    /// <param name="estimate">Of the lane group, now.</param>
    /// <param name="heldSeconds">Time since the lane group could last go.</param>
    /// <param name="greenSeconds">Time for which it has been able to go.</param>
    public void Show(TrafficPicture picture, int lane, in LaneGroupEstimate estimate, double heldSeconds, double greenSeconds)
    {
        picture.Clear(lane);
        var spacing = LaneGroup.QueuedVehicleLength.Value;
        var flowing = estimate.DischargePerSecond > 0.1 * estimate.SaturationFlowPerSecond;
        var queueSpeed = spacing / picture.Behaviour[lane].HeadwaySeconds;
        var place = 0.0;
        for (var left = estimate.QueueVehicles / laneGroup.Lanes; left > Negligible; left -= 1)
        {
            var moved = flowing ? Math.Clamp(Acceleration * (greenSeconds - place / StartWave), 0, queueSpeed) : 0;
            var stopped = moved < 1 ? heldSeconds : 0;
            picture.Add(lane, new VehicleEstimate((float)place, (float)moved, Length, (float)stopped, (float)Math.Min(1, left)));
            place += spacing * Math.Min(1, left);
        }

        ShowEnRoute(picture, lane, place);
    }

    private void ShowEnRoute(TrafficPicture picture, int lane, double tail)
    {
        var speed = tracker.TravelSpeed;
        var count = tracker.Pipe.Gather(_enRoute);
        foreach (var vehicle in _enRoute.AsSpan(0, count))
        {
            var weight = vehicle.Vehicles / laneGroup.Lanes;
            var place = Math.Max(tail, tracker.UpstreamDistance - speed * vehicle.AgeSeconds);
            while (weight > Negligible)
            {
                var part = Math.Min(1, weight);
                picture.Add(lane, new VehicleEstimate((float)place, (float)speed, Length, 0, part));
                tail = place + LaneGroup.QueuedVehicleLength.Value * part;
                place = tail;
                weight -= part;
            }
        }
    }
}
