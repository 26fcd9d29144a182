using Signals.Core.Model;
using Signals.Core.Traffic;

namespace Signals.Sim.Traffic;

/// <summary>
/// Who may enter a junction, and whom those inside yield to. A vehicle that enters <em>commits</em>: it takes a number and room on its
/// exit lane. Committed vehicles yield only to smaller numbers, so waiting never forms a ring, and nobody enters without room to leave.
/// </summary>
internal sealed class JunctionRules(TrafficState state, Pedestrians pedestrians)
{
    /// <summary>A vehicle's rear has cleared a conflict point when it is this far past it, m (half a vehicle's width).</summary>
    private const float ClearMargin = 1.5f;

    /// <summary>Where a vehicle stops short of a conflict point, m.</summary>
    private const float StopMargin = 2.5f;

    /// <summary>A sibling that turns off blocks those behind until its rear is this far past the stop line, m.</summary>
    public const float DivergeLength = 7f;

    /// <summary>Beyond this distance nobody approaching is yielded to, m.</summary>
    private const float YieldRange = 90f;

    /// <summary>A signalled head that has stood this long is blocked by something else, so it is not yielded to, s.</summary>
    private const float HeldLimit = 4f;

    private readonly VehicleTable _vehicles = state.Vehicles;

    /// <summary>Decides for a vehicle that is not committed and has nobody undecided before it.</summary>
    /// <param name="id">Vehicle on the path's lane, or waiting on the path before <see cref="JunctionPath.WaitAt"/>.</param>
    /// <param name="toLine">Metres to the stop line; negative once past it.</param>
    /// <returns>Metres from here to where it must be able to stop; infinite when it may commit.</returns>
    public float StopDistance(int id, int pathIndex, float toLine)
    {
        var path = state.Network.Paths[pathIndex];
        var light = state.PathLight[pathIndex];
        var speed = _vehicles.V[id];
        if (toLine < 0f)
        {
            return IsFree(id, pathIndex, path, toLine, speed, light) ? float.PositiveInfinity : toLine + path.WaitAt;
        }

        switch (light)
        {
            case Light.Stop:
                return OnStop(id, pathIndex, path, toLine, speed);
            case Light.StopThenGo:
                return HasStopped(id, toLine, speed) && IsFree(id, pathIndex, path, toLine, speed, light) ? float.PositiveInfinity : toLine;
            case Light.Clearing:
                return OnYellow(id, pathIndex, path, toLine, speed);
            default:
                _vehicles.State[id] &= ~(DriverState.Stopping | DriverState.HasStopped);
                if (IsFree(id, pathIndex, path, toLine, speed, light))
                {
                    return float.PositiveInfinity;
                }

                return WaitingDistance(id, pathIndex, toLine);
        }
    }

    /// <summary>Metres to where a vehicle that may not commit waits: inside the junction if its path and its light allow, else at the line.</summary>
    public float WaitingDistance(int id, int pathIndex, float toLine)
    {
        var path = state.Network.Paths[pathIndex];
        var mayWaitInside = path.WaitAt > 0f && state.PathLight[pathIndex] == Light.Permissive
            && !Reacting(id, pathIndex, _vehicles.V[id]) && HasRoomBeyond(id, path) && (toLine < 0f || WaitingAreaIsClear(path));
        return toLine < 0f || mayWaitInside ? toLine + path.WaitAt : toLine;
    }

    /// <summary>Highest speed at which a vehicle that goes or has gone keeps clear of everybody it yields to on its path.</summary>
    /// <param name="position">Along the path; negative before the stop line.</param>
    public float SpeedThrough(int id, JunctionPath path, float position, float limit)
    {
        var speed = _vehicles.V[id];
        foreach (ref readonly var conflict in path.Conflicts.AsSpan())
        {
            var count = state.ClaimCount[conflict.Foe];
            for (var i = 0; i < count; i++)
            {
                var foe = state.Claims[conflict.Foe * TrafficState.ClaimCapacity + i];
                if (_vehicles.Stamp[foe] < _vehicles.Stamp[id])
                {
                    limit = MathF.Min(limit, SpeedBehind(id, foe, conflict, path, position, speed));
                }
            }
        }

        limit = BehindPedestrians(path.ExitCrossing, path, path.Length - 4f - position, speed, limit, exit: true);
        return position < 0f ? BehindPedestrians(path.EntryCrossing, path, -position, speed, limit, exit: false) : limit;
    }

    private float SpeedBehind(int id, int foe, in PathConflict conflict, JunctionPath path, float position, float speed)
    {
        var other = state.Network.Paths[conflict.Foe];
        var foePosition = state.PositionOn(other, foe);
        var foeRear = foePosition - _vehicles.Length[foe];
        if (conflict.IsMerge)
        {
            if (foePosition >= other.Length)
            {
                return float.PositiveInfinity; // On the exit lane already: the last vehicle there is followed anyway.
            }

            var gap = path.Length - position - (other.Length - foeRear);
            return MathF.Min(
                CarFollowing.SafeSpeed(speed, gap - 0.5f, _vehicles.V[foe], CarFollowing.HardestBraking, state.Step),
                CarFollowing.HeadwaySpeed(speed, gap - _vehicles.StandstillGap[id], _vehicles.V[foe], _vehicles.Headway[id], state.Step));
        }

        var toStop = conflict.Here - StopMargin - position;
        if (foeRear > conflict.There + ClearMargin || toStop < 0f)
        {
            return float.PositiveInfinity;
        }

        return CarFollowing.SafeSpeed(speed, toStop, 0f, _vehicles.Braking[id], state.Step);
    }

    private float BehindPedestrians(int crossing, JunctionPath path, float toStop, float speed, float limit, bool exit) =>
        crossing < 0 || toStop < 0f || !pedestrians.Occupies(path.Intersection, crossing, exit, within: 0.5f)
            ? limit
            : MathF.Min(limit, CarFollowing.SafeSpeed(speed, toStop, 0f, CarFollowing.HardestBraking * 0.75f, state.Step));

    private float OnStop(int id, int pathIndex, JunctionPath path, float toLine, float speed)
    {
        _vehicles.State[id] &= ~DriverState.Stopping;
        if (path.OnRed && HasStopped(id, toLine, speed) && IsFree(id, pathIndex, path, toLine, speed, Light.Stop))
        {
            return float.PositiveInfinity;
        }

        // Red without a yellow that could have been obeyed: who cannot stop runs it.
        return CarFollowing.StoppingDistance(speed, CarFollowing.HardestBraking) > toLine + 1f ? float.PositiveInfinity : toLine;
    }

    private float OnYellow(int id, int pathIndex, JunctionPath path, float toLine, float speed)
    {
        if ((_vehicles.State[id] & DriverState.Stopping) == 0
            && CarFollowing.StoppingDistance(speed, GapAcceptance.YellowBraking) > toLine
            && IsFree(id, pathIndex, path, toLine, speed, Light.Clearing))
        {
            return float.PositiveInfinity;
        }

        _vehicles.State[id] |= DriverState.Stopping;
        return toLine;
    }

    private bool HasStopped(int id, float toLine, float speed)
    {
        if (speed < 0.3f && toLine < 4f)
        {
            _vehicles.State[id] |= DriverState.HasStopped;
        }

        return (_vehicles.State[id] & DriverState.HasStopped) != 0;
    }

    private bool Reacting(int id, int pathIndex, float speed) =>
        speed < 0.3f && state.Time - state.GoSince[pathIndex] < _vehicles.Reaction[id];

    private bool IsFree(int id, int pathIndex, JunctionPath path, float toLine, float speed, Light light)
    {
        if ((toLine >= 0f && light >= Light.Permissive && Reacting(id, pathIndex, speed))
            || state.ClaimCount[pathIndex] == TrafficState.ClaimCapacity || !HasRoomBeyond(id, path))
        {
            return false;
        }

        var untilInside = MathF.Max(0f, toLine + path.WaitAt - 3f) / MathF.Max(speed, 4f);
        if (PedestriansInWay(path, light, untilInside))
        {
            return false;
        }

        var leavesLate = toLine < 0f && light <= Light.Clearing;
        var rank = light is Light.Stop or Light.StopThenGo ? (byte)0 : state.Rank[pathIndex];
        var gap = CriticalGap(path, light) + untilInside;
        foreach (ref readonly var conflict in path.Conflicts.AsSpan())
        {
            var yields = state.Rank[conflict.Foe] > rank && state.PathLight[conflict.Foe] >= Light.Permissive && !leavesLate;
            if (SomebodyWaitsOn(conflict) || (state.ClaimCount[conflict.Foe] > 0 && ClaimsInWay(id, conflict, path, toLine, rank)) || (yields && SomebodyArrives(conflict, gap)))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasRoomBeyond(int id, JunctionPath path) =>
        (_vehicles.State[id] & (DriverState.IgnoresKeepClear | DriverState.HasRoom)) != 0
        || state.JamDecimetres[path.ToLane] + _vehicles.JamDecimetres(id) <= state.StorageDecimetres[path.ToLane];

    private bool PedestriansInWay(JunctionPath path, Light light, float untilInside)
    {
        var onExit = path.ExitCrossing >= 0 && pedestrians.Occupies(path.Intersection, path.ExitCrossing, exit: true, within: untilInside + 3f);
        var onEntry = path.EntryCrossing >= 0 && light is Light.Stop or Light.StopThenGo
            && pedestrians.Occupies(path.Intersection, path.EntryCrossing, exit: false, within: untilInside + 2f);
        return (onExit && path.Turn != Turn.Through) || onEntry;
    }

    private static float CriticalGap(JunctionPath path, Light light) =>
        light is Light.Stop or Light.StopThenGo ? GapAcceptance.TurnOnRed : path.IsFarTurn ? GapAcceptance.FarTurn : GapAcceptance.NearTurn;

    /// <summary>Somebody who committed earlier is still to cross: those with less right wait for it, the others need room to stop in front.</summary>
    private bool ClaimsInWay(int id, in PathConflict conflict, JunctionPath path, float toLine, byte rank)
    {
        var other = state.Network.Paths[conflict.Foe];
        var mustWait = rank < 4 || (!conflict.IsMerge && conflict.Here < StopMargin);
        for (var i = 0; i < state.ClaimCount[conflict.Foe]; i++)
        {
            var foe = state.Claims[conflict.Foe * TrafficState.ClaimCapacity + i];
            var foePosition = state.PositionOn(other, foe);
            var foeRear = foePosition - _vehicles.Length[foe];
            if (conflict.IsMerge)
            {
                var gap = path.Length + toLine - (other.Length - foeRear);
                if (foePosition < other.Length && !IsSafeBehind(id, foe, gap))
                {
                    return true;
                }
            }
            else if (mustWait && foeRear <= conflict.There + ClearMargin)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Nobody who entered under an earlier signal is still to cross the part of the path that ends at the waiting point.</summary>
    private bool WaitingAreaIsClear(JunctionPath path)
    {
        foreach (ref readonly var conflict in path.Conflicts.AsSpan())
        {
            if (conflict.Here < path.WaitAt + StopMargin && (state.ClaimCount[conflict.Foe] > 0 || state.Queues.Count(state.SegmentOf(conflict.Foe)) > 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A vehicle that waits inside for its gap and was left over by its signal stands on the point where the paths cross.</summary>
    private bool SomebodyWaitsOn(in PathConflict conflict)
    {
        var segment = state.SegmentOf(conflict.Foe);
        for (var i = 0; !conflict.IsMerge && i < state.Queues.Count(segment); i++)
        {
            var foe = state.Queues.At(segment, i);
            if (!_vehicles.IsCommitted(foe) && _vehicles.X[foe] > conflict.There - StopMargin
                && _vehicles.X[foe] - _vehicles.Length[foe] < conflict.There + ClearMargin)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsSafeBehind(int id, int foe, float gap)
    {
        var own = CarFollowing.StoppingDistance(_vehicles.V[id], _vehicles.Braking[id]);
        return gap - _vehicles.StandstillGap[id] + CarFollowing.StoppingDistance(_vehicles.V[foe], CarFollowing.HardestBraking) >= own;
    }

    private bool SomebodyArrives(in PathConflict conflict, float gap)
    {
        var other = state.Network.Paths[conflict.Foe];
        var lane = other.FromLane;
        if (state.HeldFor[lane] > HeldLimit)
        {
            return false;
        }

        var end = state.End[lane];
        for (var i = 0; i < state.Queues.Count(lane); i++)
        {
            var foe = state.Queues.At(lane, i);
            var distance = end - _vehicles.X[foe];
            if (distance > YieldRange)
            {
                return false;
            }

            if (_vehicles.Path[foe] == conflict.Foe
                && GapAcceptance.ArrivalTime(distance + conflict.There, _vehicles.V[foe], state.Limit[lane]) < gap)
            {
                return true;
            }
        }

        return false;
    }
}
