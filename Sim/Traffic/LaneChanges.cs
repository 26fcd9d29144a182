using Signals.Core.Traffic;

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

    /// <summary>A gap that a standing follower need not leave any more for the change to be safe, m.</summary>
    private const float RoomWorthKeeping = 1.5f;

    private readonly VehicleTable _vehicles = state.Vehicles;
    private readonly LaneQueues _queues = state.Queues;

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

            var (otherRoom, otherSpeed) = RoomAhead(id, other, PositionIn(id, other));
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

    /// <summary>Number of vehicles of a lane that are ahead of this one: its place if it were there.</summary>
    private int PositionIn(int id, int lane)
    {
        var position = 0;
        while (position < _queues.Count(lane) && _vehicles.X[_queues.At(lane, position)] >= _vehicles.X[id])
        {
            position++;
        }

        return position;
    }

    private bool TryChange(int id, Road road, int from, int position, int to)
    {
        var place = PositionIn(id, to);
        var mustChange = _vehicles.Path[id] < 0 || IsBlockedAhead(id, from);
        if (_queues.IsFull(to) || !FitsInFront(id, to, place, mustChange) || !FitsBehind(id, to, place) || !HasRoom(id, to))
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

    /// <summary>Room on the lane that vehicles inside the junction have been promised is not taken from them.</summary>
    private bool HasRoom(int id, int lane) =>
        state.JamDecimetres[lane] + _vehicles.JamDecimetres(id) <= state.StorageDecimetres[lane];

    private bool FitsBehind(int id, int lane, int place)
    {
        if (place == 0)
        {
            return true;
        }

        var leader = _queues.At(lane, place - 1);
        if (IsSafe(_vehicles.X[leader] - _vehicles.Length[leader] - _vehicles.X[id], _vehicles.V[id], _vehicles.V[leader], CarFollowing.HardestBraking))
        {
            return true;
        }

        // Beside or close behind a slow vehicle of the wanted lane: wait for it rather than drive on to the stop line.
        if (_vehicles.Path[id] < 0 && (_vehicles.V[leader] < 4f || state.End[lane] - _vehicles.X[id] < 80f))
        {
            _vehicles.YieldTo[id] = leader;
        }

        return false;
    }

    private bool FitsInFront(int id, int lane, int place, bool mustChange)
    {
        var braking = mustChange ? 4.5f : 2.5f;
        var rear = _vehicles.X[id] - _vehicles.Length[id];
        if (place < _queues.Count(lane))
        {
            var follower = _queues.At(lane, place);
            var gap = rear - _vehicles.X[follower];
            if (IsSafe(gap, _vehicles.V[follower], _vehicles.V[id], braking))
            {
                return true;
            }

            if (mustChange)
            {
                AskForRoom(id, lane, gap > RoomWorthKeeping ? place : place + 1);
            }

            return false;
        }

        foreach (var p in state.Network.PathsInto[lane])
        {
            if (_queues.Count(state.SegmentOf(p)) > 0)
            {
                var coming = _queues.At(state.SegmentOf(p), 0);
                var gap = rear + state.Network.Paths[p].Length - _vehicles.X[coming];
                if (!IsSafe(gap, _vehicles.V[coming], _vehicles.V[id], braking))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Asks the vehicle at that place to stay back; one that is alongside, or too close to make room by standing, passes first.</summary>
    private void AskForRoom(int id, int lane, int place)
    {
        if (place < _queues.Count(lane) && _queues.At(lane, place) is var follower && !_vehicles.IsCommitted(follower))
        {
            _vehicles.YieldTo[follower] = id;
        }
    }

    private static bool IsSafe(float gap, float behind, float ahead, float braking) =>
        gap > 1f && gap - 1f + CarFollowing.StoppingDistance(ahead, CarFollowing.HardestBraking) >= CarFollowing.StoppingDistance(behind, braking);
}
