using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Objects;
using Signals.Core.Sensing.Picture;

namespace Signals.Core.Sensing.Learning;

/// <summary>
/// What the first vehicle of a lane evidently does not want: it stands at the line although a movement is free. Forgotten when the first vehicle changes. When nothing would be left that it could
/// want, it is held by something that nobody sees, and nothing is excluded.
/// </summary>
internal sealed class HeadInference
{
    /// <summary>Farthest place of a vehicle that stands at the line, m.</summary>
    private const float AtLine = 4;

    /// <summary>Time after which standing in front of a free movement is an answer, s; longer where it would have to give way.</summary>
    private const float ProtectedSeconds = 3;
    private const float YieldingSeconds = 4;

    /// <summary>A first vehicle this much further back than the last one is another, m.</summary>
    private const float AnotherMetres = 3;

    private readonly PictureWriter _picture;
    private readonly FoeTraffic _foes;
    private readonly int[][] _exitOfMovement;
    private readonly bool[][] _turns;
    private readonly GroupSet _pedestrians;
    private readonly float[][] _seconds;
    private readonly long[] _head;
    private readonly float[] _place;

    public HeadInference(Intersection intersection, PictureWriter picture, FoeTraffic foes)
    {
        (_picture, _foes) = (picture, foes);
        var movements = picture.Lanes.Select(l => intersection.LaneGroups[l.LaneGroup].Movements).ToArray();
        _exitOfMovement = [.. movements.Select(ms => ms.Select(m => picture.Picture.Exits.IndexOf(new ExitLane(m.ExitLeg, m.ExitLane))).ToArray())];
        _turns = [.. movements.Select(ms => ms.Select(m => m.Turn != Turn.Through).ToArray())];
        _seconds = [.. movements.Select(ms => new float[ms.Length])];
        _head = new long[movements.Length];
        _place = new float[movements.Length];
        foreach (var group in intersection.Groups)
        {
            _pedestrians = group.IsPedestrian ? _pedestrians.With(group.Index) : _pedestrians;
        }
    }

    /// <param name="lane">Index of the lane.</param>
    /// <param name="first">Its first vehicle; null when there is none.</param>
    /// <param name="seconds">Time since the last tick.</param>
    /// <param name="shown">One entry a group.</param>
    /// <param name="crossed">Someone crossed in this tick.</param>
    /// <returns>True when it has just learned something of the first vehicle.</returns>
    public bool Advance(int lane, VehicleEstimate? first, double seconds, ReadOnlySpan<GroupStatus> shown, bool crossed)
    {
        ref var excluded = ref _picture.Picture.HeadExcludes[lane];
        var place = first is { } vehicle ? vehicle.DistanceMetres : 0;
        var stands = first is { } it && it.DistanceMetres <= AtLine && it.SpeedMetresPerSecond < ObjectTracker.StandingSpeed;
        var head = _picture.Lanes[lane].Head?.Track ?? 0;
        if (!stands || crossed || head != _head[lane] || place > _place[lane] + AnotherMetres)
        {
            excluded = 0;
            Array.Clear(_seconds[lane]);
        }

        (_head[lane], _place[lane]) = (head, stands ? place : 0);
        return stands && Weigh(lane, seconds, IsAnyoneWalking(shown), ref excluded);
    }

    private bool Weigh(int lane, double seconds, bool walking, ref uint excluded)
    {
        var before = excluded;
        var times = _seconds[lane];
        var first = _picture.Rights.First(_picture.Lanes[lane].LaneGroup);
        for (var m = 0; m < times.Length; m++)
        {
            var right = _picture.Rights.Right(first + m);
            var yields = right is MovementRight.Permissive or MovementRight.OnRed;
            var open = (right == MovementRight.Protected || (yields && _foes.IsFree(first + m)))
                && !(walking && _turns[lane][m])
                && _picture.Picture.ExitRoom[_exitOfMovement[lane][m]].RoomVehicles >= 1;
            times[m] = open ? times[m] + (float)seconds : 0;
            excluded |= times[m] >= (yields ? YieldingSeconds : ProtectedSeconds) ? 1u << m : 0;
        }

        if (excluded == (1u << times.Length) - 1)
        {
            excluded = 0;
            Array.Clear(times);
        }

        return excluded != before && excluded != 0;
    }

    private bool IsAnyoneWalking(ReadOnlySpan<GroupStatus> shown)
    {
        foreach (var group in _pedestrians)
        {
            if (shown[group].State.IsGo() || shown[group].State.IsClearing())
            {
                return true;
            }
        }

        return false;
    }
}
