using Signals.Core.Sensing.Picture;
using Signals.Core.Traffic;

namespace Signals.Core.Timing.Micro;

/// <summary>
/// Drivers of each lane, tuned so that its queue discharges as sensing has learned: the net time gap from the lane's headway, the reaction of the first
/// from its start-up loss, the standstill gap from vehicles that stand behind each other.
/// </summary>
internal sealed class MicroDrivers
{
    private const float SmallestGap = 1f, Standing = 0.2f, LongestStandingGap = 4f;

    /// <summary>Longest reaction at the head of a queue, s.</summary>
    private const float LongestReaction = 2f;

    private readonly MicroNetwork _network;
    private readonly DischargeTable _discharge;
    private readonly DriverModel[] _drivers;
    private readonly float[] _startUp;
    private readonly float[] _headway;

    public MicroDrivers(MicroNetwork network, float step)
    {
        _network = network;
        _discharge = new DischargeTable(DriverModel.Default, step);
        _drivers = new DriverModel[network.LaneCount];
        _startUp = new float[network.LaneCount];
        _headway = new float[network.LaneCount];
        Array.Fill(_drivers, DriverModel.Default);
    }

    /// <summary>One entry a lane.</summary>
    public ReadOnlySpan<DriverModel> Of => _drivers;

    /// <summary>Time from green to moving off at the head of each lane, s.</summary>
    public ReadOnlySpan<float> StartUp => _startUp;

    /// <summary>Discharge headway of each lane, s.</summary>
    public ReadOnlySpan<float> Headway => _headway;

    public void Tune(TrafficPicture picture)
    {
        for (var lane = 0; lane < _drivers.Length; lane++)
        {
            var behaviour = picture.Behaviour[lane];
            var gap = StandstillGap(picture.Vehicles(lane));
            var speed = LineSpeed(picture, lane);
            var shorter = (DriverModel.Default.StandstillGap - gap) / MathF.Max(speed, 5f);
            var reaction = _discharge.ReactionFor(behaviour.HeadwaySeconds + shorter, speed);
            _headway[lane] = behaviour.HeadwaySeconds;
            _drivers[lane] = DriverModel.Default with { Reaction = reaction, StandstillGap = gap };
            var first = behaviour.FirstCrossingSeconds > 0 ? behaviour.FirstCrossingSeconds : behaviour.StartUpLostSeconds;
            _startUp[lane] = Math.Clamp(first - DischargeTable.FirstCrossingSeconds, 0, LongestReaction);
        }
    }

    /// <summary>Speed at which the lane's queue crosses the line: turns are slower than the approach.</summary>
    private float LineSpeed(TrafficPicture picture, int lane)
    {
        var own = _network.Lanes[lane];
        var pace = 0f;
        var share = 0f;
        for (var m = own.FirstMovement; m < own.FirstMovement + own.MovementCount; m++)
        {
            pace += picture.TurnShares[m] / MathF.Min(own.Speed, _network.Movements[m].Speed);
            share += picture.TurnShares[m];
        }

        return share > 0 ? share / pace : own.Speed;
    }

    private static float StandstillGap(ReadOnlySpan<VehicleEstimate> vehicles)
    {
        var sum = 0f;
        var count = 0;
        for (var i = 1; i < vehicles.Length; i++)
        {
            var gap = vehicles[i].DistanceMetres - vehicles[i - 1].DistanceMetres - vehicles[i - 1].LengthMetres;
            if (vehicles[i].SpeedMetresPerSecond < Standing && vehicles[i - 1].SpeedMetresPerSecond < Standing && gap is > 0 and < LongestStandingGap)
            {
                sum += gap;
                count++;
            }
        }

        return count == 0 ? DriverModel.Default.StandstillGap : Math.Clamp(sum / count, SmallestGap, DriverModel.Default.StandstillGap);
    }
}
