using Signals.Core.Sensing.Picture;
using Signals.Core.Traffic;

namespace Signals.Core.Timing.Micro;

/// <summary>
/// Draws one possible present and near future from the picture: which of the vehicles that may end up in a lane do, where each of them turns, and who comes
/// into view when. Draws depend on nothing but (sample, lane, index), so every alternative is tried on the same ones.
/// </summary>
internal sealed class MicroRoot(MicroNetwork network, MicroDrivers drivers, float horizonSeconds)
{
    private const float UsualLength = 5f;

    /// <summary>Stream of the numbers that belong to a track, not to a place in a lane: they stay with the vehicle.</summary>
    private const int OfTrack = 0x7FFF;

    /// <summary>Least time between two vehicles that come into view in one lane, s.</summary>
    private const float LeastArrivalGap = 1.5f;

    /// <summary>A shorter reach only says that nobody has come yet, m.</summary>
    private const float LeastReach = 30;

    private readonly float[] _reach = new float[network.LaneCount];

    public void Draw(MicroTraffic into, TrafficPicture picture, int sample)
    {
        into.Clear();
        for (var lane = 0; lane < network.LaneCount; lane++)
        {
            _reach[lane] = picture.Behaviour[lane].ReachMetres;
            DrawVehicles(into, picture, lane, sample);
            DrawArrivals(into, picture, lane, sample);
        }

        for (var exit = 0; exit < network.ExitCount; exit++)
        {
            into.Room[exit] = picture.ExitRoom[exit].RoomVehicles;
            into.Outflow[exit] = picture.ExitRoom[exit].OutflowPerSecond;
        }
    }

    /// <summary>
    /// A vehicle that has a number is drawn into one of the lanes that it may end in. Others with a weight below 1 are taken at even intervals of their summed
    /// weight: their number is right in every draw.
    /// </summary>
    private void DrawVehicles(MicroTraffic into, TrafficPicture picture, int lane, int sample)
    {
        var sum = SampleNumbers.Uniform(SampleNumbers.Purpose.Membership, sample, lane, 0);
        var vehicles = picture.Vehicles(lane);
        for (var i = 0; i < vehicles.Length; i++)
        {
            ref readonly var vehicle = ref vehicles[i];
            if (vehicle.Weight < 0.999f && !IsDrawn(vehicle, sample, ref sum))
            {
                continue;
            }

            var excluded = i == 0 ? picture.HeadExcludes[lane] : 0;
            var (stream, index) = vehicle.Track == 0 ? (lane, i) : (OfTrack, (int)(vehicle.Track & 0x7FFF_FFFF));
            var movement = Turn(picture, lane, excluded, SampleNumbers.Uniform(SampleNumbers.Purpose.Turn, sample, stream, index));
            var mark = vehicle.SpeedMetresPerSecond < 1 ? VehicleMark.Standing : VehicleMark.None;
            into.Add(lane, vehicle.DistanceMetres, vehicle.SpeedMetresPerSecond, vehicle.LengthMetres, movement, mark);
        }
    }

    private static bool IsDrawn(in VehicleEstimate vehicle, int sample, ref float sum)
    {
        if (vehicle.Track != 0)
        {
            var place = SampleNumbers.Uniform(SampleNumbers.Purpose.Membership, sample, OfTrack, (int)(vehicle.Track & 0x7FFF_FFFF)) - vehicle.From;
            return place >= 0 && place < vehicle.Weight;
        }

        sum += vehicle.Weight;
        if (sum < 1)
        {
            return false;
        }

        sum -= 1;
        return true;
    }

    private void DrawArrivals(MicroTraffic into, TrafficPicture picture, int lane, int sample)
    {
        var rate = picture.Behaviour[lane].ArrivalsPerSecond;
        var time = 0f;
        for (var k = 0; rate > 0 && k < MicroTraffic.ArrivalCapacity; k++)
        {
            var free = MathF.Max(0.1f, 1 / rate - LeastArrivalGap);
            var wait = -MathF.Log(1 - SampleNumbers.Uniform(SampleNumbers.Purpose.Arrival, sample, lane, k));
            time += k == 0 ? wait / rate : LeastArrivalGap + wait * free;
            if (time >= horizonSeconds)
            {
                return;
            }

            var slot = lane * MicroTraffic.ArrivalCapacity + k;
            into.Arrivals[slot] = time;
            into.ArrivalMovement[slot] = Turn(picture, lane, 0, SampleNumbers.Uniform(SampleNumbers.Purpose.ArrivalTurn, sample, lane, k));
            into.ArrivalCount[lane] = k + 1;
        }
    }

    /// <summary>Movement drawn by the learned shares, without those that the head of the queue evidently does not want.</summary>
    private int Turn(TrafficPicture picture, int lane, uint excluded, float uniform)
    {
        var own = network.Lanes[lane];
        var sum = 0f;
        for (var k = 0; k < own.MovementCount; k++)
        {
            sum += (excluded >> k & 1) == 0 ? picture.TurnShares[own.FirstMovement + k] : 0;
        }

        var left = uniform * sum;
        var chosen = own.FirstMovement;
        for (var k = 0; k < own.MovementCount; k++)
        {
            var share = (excluded >> k & 1) == 0 || sum <= 0 ? picture.TurnShares[own.FirstMovement + k] : 0;
            if (share > 0)
            {
                chosen = own.FirstMovement + k;
                left -= share;
                if (left < 0)
                {
                    break;
                }
            }
        }

        return chosen;
    }

    /// <summary>Lets those whose time has come into view, as far as the queue leaves room; returns how many must wait outside.</summary>
    public int Admit(MicroTraffic traffic, int lane, float time)
    {
        var waiting = 0;
        for (var k = traffic.NextArrival[lane]; k < traffic.ArrivalCount[lane]; k++)
        {
            var slot = lane * MicroTraffic.ArrivalCapacity + k;
            if (traffic.Arrivals[slot] > time)
            {
                break;
            }

            if (waiting > 0 || !TryEnter(traffic, lane, traffic.ArrivalMovement[slot]))
            {
                waiting++;
                continue;
            }

            traffic.NextArrival[lane] = k + 1;
        }

        return waiting;
    }

    private bool TryEnter(MicroTraffic traffic, int lane, int movement)
    {
        ref readonly var driver = ref drivers.Of[lane];
        var own = network.Lanes[lane];
        var speed = own.Speed;
        var at = _reach[lane] > LeastReach ? _reach[lane] : own.ViewMetres;
        if (traffic.End[lane] > traffic.Head[lane])
        {
            var last = traffic.End[lane] - 1;
            var gap = at - traffic.X[last] - traffic.Length[last] - driver.StandstillGap;
            if (gap < 0)
            {
                return false;
            }

            speed = MathF.Min(speed, CarFollowing.KraussSpeed(gap, traffic.V[last], driver.Braking, driver.Reaction));
        }

        return traffic.Add(lane, at, speed, UsualLength, movement, VehicleMark.None);
    }
}
