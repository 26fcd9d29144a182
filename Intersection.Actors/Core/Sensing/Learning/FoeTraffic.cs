using Signals.Core.Model;
using Signals.Core.Sensing.Objects;
using Signals.Core.Sensing.Picture;
using Signals.Core.Traffic;

namespace Signals.Core.Sensing.Learning;

/// <summary>Whether a movement that must give way has a gap now: nobody with right of way over it is about to cross or has just done so.</summary>
internal sealed class FoeTraffic
{
    /// <summary>A vehicle that crossed less than this ago is still in the way, s.</summary>
    private const double ClearingSeconds = 2;

    private readonly PictureWriter _picture;
    private readonly int[][] _foes;
    private readonly int[] _laneGroupOf;
    private readonly float[] _approachSpeed;
    private readonly double[] _sinceCrossing;

    public FoeTraffic(Intersection intersection, PictureWriter picture)
    {
        _picture = picture;
        var groups = intersection.LaneGroups;
        _laneGroupOf = [.. groups.SelectMany(g => g.Movements.Select(_ => g.Index))];
        _foes = [.. Enumerable.Range(0, _laneGroupOf.Length).Select(m => picture.Rights.YieldsTo(m) ?? FromOtherApproaches(m, intersection))];
        _approachSpeed = [.. groups.Select(g => (float)intersection.Approaches.First(a => a.Id == g.Approach).Speed.Value)];
        _sinceCrossing = new double[groups.Length];
    }

    public void Advance(double seconds)
    {
        for (var g = 0; g < _sinceCrossing.Length; g++)
        {
            _sinceCrossing[g] += seconds;
        }

        foreach (var lane in _picture.Lanes)
        {
            _sinceCrossing[lane.LaneGroup] = lane.Crossed > 0 ? 0 : _sinceCrossing[lane.LaneGroup];
        }
    }

    public bool IsFree(int movement)
    {
        foreach (var foe in _foes[movement])
        {
            var group = _laneGroupOf[foe];
            if (_picture.Rights.Right(foe) > MovementRight.OnRed && (_sinceCrossing[group] < ClearingSeconds || IsComing(group)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where the model leaves it to geometry: anything that may go from another approach, to be on the safe side.</summary>
    private int[] FromOtherApproaches(int movement, Intersection intersection)
    {
        var own = intersection.LaneGroups[_laneGroupOf[movement]].Approach;
        return [.. Enumerable.Range(0, _laneGroupOf.Length).Where(m => intersection.LaneGroups[_laneGroupOf[m]].Approach != own)];
    }

    private bool IsComing(int laneGroup)
    {
        foreach (var lane in _picture.Lanes)
        {
            if (lane.LaneGroup != laneGroup)
            {
                continue;
            }

            foreach (ref readonly var vehicle in _picture.Picture.Vehicles(lane.Lane))
            {
                if (vehicle.DistanceMetres < LaneWatch.LineReach
                    || GapAcceptance.ArrivalTime(vehicle.DistanceMetres, vehicle.SpeedMetresPerSecond, _approachSpeed[laneGroup]) < GapAcceptance.TurnOnRed)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
