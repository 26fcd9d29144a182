using Signals.Core.Model;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Objects;

/// <summary>
/// One zone over a lane by which traffic leaves: room behind the last slow vehicle, and how fast it is renewed. A zone that is blind does not count as empty: see <see cref="Blind"/>.
/// </summary>
internal sealed class ExitZone(ObjectTracker tracker)
{
    /// <summary>Slower vehicles stand, or are about to, m/s.</summary>
    private const float SlowSpeed = 2;

    /// <summary>
    /// Whoever stands inside the junction this long, s, does not merely wait for a gap or start: nobody behind him gets out that way. He must still stand: the first of a
    /// queue brings his time at red along when he drives in.
    /// </summary>
    private const float StandsInBox = 2;

    /// <summary>Who drives faster through the junction clears it within the intergreen, which is made for that, m/s.</summary>
    private const float CreepSpeed = 6;

    /// <summary>Acceleration of a driver who clears the junction, m/s².</summary>
    private const float ClearingAcceleration = 2;

    /// <summary>Averaging of the outflow, s.</summary>
    private const double OutflowSeconds = 30;

    /// <summary>Whoever was this near to the zone's far end has left by it, m, and a second at his speed.</summary>
    private const double FarEndMargin = 5;

    /// <summary>
    /// What is taken to be true of an exit whose sensor is silent or failed: a few vehicles fit and it drains slowly. Infinite room would feed a blocked exit for as long as the fault lasts;
    /// none would never serve the movement. Our choice.
    /// </summary>
    private static readonly ExitEstimate Blind = new(4, 0.2f);

    private SmoothedFlow _outflow = new(OutflowSeconds);

    public ObjectTracker Tracker { get; } = tracker;

    /// <summary>Room and outflow now.</summary>
    public ExitEstimate Estimate { get; private set; } = new(float.PositiveInfinity, 0);

    public void Settle(TrackRegister register, Instant now, double seconds, bool usable)
    {
        double left = 0;
        for (var i = Tracker.Vehicles.Length - 1; i >= 0; i--)
        {
            ref readonly var vehicle = ref Tracker.Vehicles[i];
            if (vehicle.Listed)
            {
                continue;
            }

            var why = HasDrivenOut(vehicle) ? Disappearance.Moved : register.Explain(Tracker, vehicle, stopped: true);
            if (why is not (Disappearance.Coasts or Disappearance.Dormant))
            {
                left += why == Disappearance.WasFalse ? 0 : 1;
                Tracker.RemoveAt(i);
            }
        }

        _outflow.Add(left, seconds);
        var heard = Tracker.ListAt is not null;
        Estimate = usable && heard && Tracker.IsFresh(now) ? new ExitEstimate(Room(), (float)_outflow.Or(0)) { ClearingSeconds = Clearing() } : heard || !usable ? Blind : Estimate;
    }

    /// <summary>At its speed it is beyond the zone's far end, or nearly so.</summary>
    private bool HasDrivenOut(in TrackedVehicle vehicle) =>
        vehicle.DistanceAt(Tracker.ListAt!.Value, leaving: true) + vehicle.Speed + FarEndMargin >= Tracker.Detector.ZoneLength.Value;

    /// <summary>Free road behind the last slow vehicle, less what still moves there and will join it.</summary>
    private float Room()
    {
        var moving = 0f;
        foreach (ref readonly var vehicle in Tracker.Vehicles)
        {
            var stands = vehicle.Distance < 0 ? vehicle.IsStanding && vehicle.Stopped >= StandsInBox : vehicle.Speed < SlowSpeed;
            if (stands)
            {
                var free = Math.Max(0, vehicle.Distance - vehicle.Length) / (float)LaneGroup.QueuedVehicleLength.Value;
                return Math.Max(0, free - moving);
            }

            moving += Tracker.WeightOf(vehicle);
        }

        return float.PositiveInfinity;
    }

    /// <summary>Until the rear of the last slow vehicle inside the junction is out of it.</summary>
    private float Clearing()
    {
        var longest = 0f;
        foreach (ref readonly var vehicle in Tracker.Vehicles)
        {
            if (vehicle.Distance < vehicle.Length && vehicle.Speed < CreepSpeed && vehicle.Hits > 1)
            {
                var way = vehicle.Length - vehicle.Distance;
                var time = (MathF.Sqrt((vehicle.Speed * vehicle.Speed) + (2 * ClearingAcceleration * way)) - vehicle.Speed) / ClearingAcceleration;
                longest = Math.Max(longest, time);
            }
        }

        return longest;
    }
}
