using Signals.Core.Model;
using Signals.Core.Traffic;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// What a stop costs beside the time at the line, s: half of the time that braking from the approach speed takes and half of that for accelerating to it
/// again, which a vehicle that drives on does not lose, and the engineer's <see cref="ControlSettings.StopPenalty"/>.
/// </summary>
internal static class StopCost
{
    public static float Of(Intersection intersection, LaneGroup lane, PlannerSettings settings)
    {
        var speed = (float)(intersection.Approaches.FirstOrDefault(a => a.Id == lane.Approach)?.Speed.Value ?? 0);
        var loss = speed / (2 * VehicleClass.Car.Braking) + speed / (2 * GapAcceptance.ExpectedAcceleration);
        return (float)intersection.Control.StopPenalty + settings.StopLoss * loss;
    }
}
