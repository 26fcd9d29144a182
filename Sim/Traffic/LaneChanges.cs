namespace Signals.Sim.Traffic;

/// <summary>
/// Moves vehicles sideways: to a lane that serves their movement, around a blocked lane, or to a freer lane. A change never takes away the
/// distance in which anybody can still stop.
/// </summary>
internal sealed class LaneChanges(TrafficState state, RouteChoice routes)
{
    private const float Cooldown = 4f;

    /// <summary>Nobody changes lanes so close behind a junction that somebody inside it could not see it.</summary>
    private const float AfterJunction = 15f;

    private const float BlockInSight = 150f;

    /// <summary>At a green stop line a driver in the wrong lane gives up after this long, s.</summary>
    private const float PatienceAtLine = 15f;

    private const float PatienceElsewhere = 240f;

    private readonly VehicleTable _vehicles = state.Vehicles;
    private readonly LaneQueues _queues = state.Queues;
    private readonly LaneGaps _gaps = new(state);

    public long MissedTurns { get; private set; }

    public void Run()
    {
        foreach (var road in state.Network.Roads)
        {
            if (road.IsExit || road.Lanes < 2)
            {
                continue;
            }

            for (var lane = road.FirstLane; lane < road.FirstLane + road.Lanes; lane++)
            {
                for (var i = 0; i < _queues.Count(lane); i++)
                {
                    var id = _queues.At(lane, i);
                    var wish = Wish(id, road, lane, i);
                    if (wish != 0 && TryChange(id, road, lane, i, lane + wish))
                    {
                        i--;
                    }
                }
            }
        }
    }

    /// <summary>−1 towards the kerb, +1 towards the median, 0 to stay.</summary>
    private int Wish(int id, Road road, int lane, int position)
    {
        if ((_vehicles.X[id] < AfterJunction && !road.IsEntry) || _vehicles.IsCommitted(id) || _vehicles.ClaimedPath[id] >= 0)
        {
            return 0;
        }

        if (IsBlockedAhead(id, lane))
        {
            return WayAround(id, road, lane);
        }

        if (_vehicles.Path[id] < 0)
        {
            return TowardsOwnLane(id, road, lane);
        }

        var isTurn = ((state.StepCount + id) & 3) == 0;
        return isTurn && position > 0 && state.Time - _vehicles.ChangedAt[id] > Cooldown ? Better(id, road, lane, position) : 0;
    }

    private bool IsBlockedAhead(int id, int lane)
    {
        var ahead = state.BlockedAt[lane] - _vehicles.X[id];
        return ahead >= 0f && ahead < BlockInSight;
    }

    private int WayAround(int id, Road road, int lane)
    {
        var inner = lane + 1 < road.FirstLane + road.Lanes && Exists(id, lane + 1) && !IsBlockedAhead(id, lane + 1);
        var outer = lane > road.FirstLane && Exists(id, lane - 1) && !IsBlockedAhead(id, lane - 1);
        return inner ? 1 : outer ? -1 : 0;
    }

    private bool Exists(int id, int lane) => _vehicles.X[id] - _vehicles.Length[id] >= state.Network.LaneStart[lane] - 3f;

    private int TowardsOwnLane(int id, Road road, int lane)
    {
        if (GivesUp(id, road, lane))
        {
            return 0;
        }

        var allowed = road.Movements[_vehicles.Movement[id]].AllowedLanes;
        var here = lane - road.FirstLane;
        for (var away = 1; away < road.Lanes; away++)
        {
            if (here + away < road.Lanes && (allowed >> (here + away) & 1) != 0)
            {
                return Exists(id, lane + 1) && !IsBlockedAhead(id, lane + 1) ? 1 : 0;
            }

            if (here >= away && (allowed >> (here - away) & 1) != 0)
            {
                return Exists(id, lane - 1) && !IsBlockedAhead(id, lane - 1) ? -1 : 0;
            }
        }

        return 0;
    }

    /// <summary>Who cannot reach the lane takes a movement of the lane it is in, rather than block it for ever.</summary>
    private bool GivesUp(int id, Road road, int lane)
    {
        if (_vehicles.V[id] > 0.5f)
        {
            return false;
        }

        _vehicles.StuckFor[id] += state.Step;
        var blocksOthers = road.Length - _vehicles.X[id] < 40f && MayGo(lane);
        var patience = blocksOthers ? PatienceAtLine : PatienceElsewhere;
        if (_vehicles.StuckFor[id] < patience)
        {
            return false;
        }

        for (var m = 0; m < road.Movements.Length; m++)
        {
            if (road.Movements[m].PathOfLane[lane - road.FirstLane] >= 0)
            {
                _vehicles.Movement[id] = m;
                routes.SetPath(id, road, lane);
                MissedTurns++;
                return true;
            }
        }

        return false;
    }

    private bool MayGo(int lane)
    {
        foreach (var p in state.Network.PathsFrom[lane])
        {
            if (state.PathLight[p] >= Light.Permissive)
            {
                return true;
            }
        }

        return false;
    }

    private int Better(int id, Road road, int lane, int position)
    {
        var (room, speed) = RoomAhead(id, lane, position);
        var toLine = road.Length - _vehicles.X[id];
        if (room > 60f || toLine < 30f || speed > 0.9f * road.Limit)
        {
            return 0;
        }

        var allowed = road.Movements[_vehicles.Movement[id]].AllowedLanes;
        for (var side = -1; side <= 1; side += 2)
        {
            var other = lane + side;
            var index = other - road.FirstLane;
            if (index < 0 || index >= road.Lanes || (allowed >> index & 1) == 0 || !Exists(id, other) || IsBlockedAhead(id, other))
            {
                continue;
            }

            var (otherRoom, otherSpeed) = RoomAhead(id, other, _gaps.PositionIn(id, other));
            if (otherRoom > room + 12f && otherSpeed >= speed - 0.5f)
            {
                return side;
            }
        }

        return 0;
    }

    private (float Room, float Speed) RoomAhead(int id, int lane, int position)
    {
        if (position == 0)
        {
            return (float.PositiveInfinity, float.PositiveInfinity);
        }

        var leader = _queues.At(lane, position - 1);
        return (_vehicles.X[leader] - _vehicles.Length[leader] - _vehicles.X[id], _vehicles.V[leader]);
    }

    private bool TryChange(int id, Road road, int from, int position, int to)
    {
        var place = _gaps.PositionIn(id, to);
        var mustChange = _vehicles.Path[id] < 0 || IsBlockedAhead(id, from);
        if (!_gaps.IsFree(id, to, place, mustChange))
        {
            return false;
        }

        var own = _vehicles.JamDecimetres(id);
        _queues.RemoveAt(from, position);
        _queues.Insert(to, id, _vehicles.X);
        state.JamDecimetres[from] -= own;
        state.JamDecimetres[to] += own;
        (_vehicles.Segment[id], _vehicles.ChangedAt[id], _vehicles.StuckFor[id]) = (to, (float)state.Time, 0f);
        routes.SetPath(id, road, to);
        return true;
    }
}
