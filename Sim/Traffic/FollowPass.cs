using Signals.Core.Traffic;

namespace Signals.Sim.Traffic;

/// <summary>
/// Chooses every vehicle's speed at the end of the step from the state at its start. Junction interiors come first, so that those who are
/// already inside are committed before those who would like to be.
/// </summary>
internal sealed class FollowPass(TrafficState state, JunctionRules rules, BusService buses)
{
    private readonly VehicleTable _vehicles = state.Vehicles;
    private readonly LaneQueues _queues = state.Queues;

    public long RedRunning { get; private set; }

    public void Run()
    {
        for (var p = 0; p < state.Network.Paths.Length; p++)
        {
            if (_queues.Count(state.SegmentOf(p)) > 0)
            {
                PlanPath(p);
            }
        }

        for (var lane = 0; lane < state.Network.LaneCount; lane++)
        {
            if (_queues.Count(lane) > 0)
            {
                PlanLane(lane);
            }
        }
    }

    private void PlanPath(int pathIndex)
    {
        var path = state.Network.Paths[pathIndex];
        var count = _queues.Count(path.Segment);
        var leader = -1;
        for (var i = 0; i < count; i++)
        {
            var id = _queues.At(path.Segment, i);
            var next = Free(id, path.Limit);
            next = leader >= 0 ? Follow(id, leader, Gap(id, leader), next) : FollowOntoExit(id, path, -_vehicles.X[id], next);
            next = _vehicles.X[id] < JunctionRules.DivergeLength ? BehindSiblings(id, path, -_vehicles.X[id], next) : next;
            var mayCommit = leader < 0 || _vehicles.IsCommitted(leader);
            next = ThroughJunction(id, pathIndex, path, -_vehicles.X[id], next, mayCommit);
            SetNext(id, next);
            leader = id;
        }
    }

    private void PlanLane(int lane)
    {
        var road = state.Network.Roads[state.Network.RoadOfLane[lane]];
        var count = _queues.Count(lane);
        var leader = -1;
        var nobodyUndecidedAhead = !road.IsExit;
        for (var i = 0; i < count; i++)
        {
            var id = _queues.At(lane, i);
            var next = Free(id, road.Limit);
            next = leader >= 0 ? Follow(id, leader, Gap(id, leader), next) : next;
            next = AroundObstacles(id, lane, leader, next);
            var toLine = road.Length - _vehicles.X[id];
            if (!road.IsExit && toLine < LookAhead(id))
            {
                next = Approach(id, lane, toLine, leader < 0, nobodyUndecidedAhead, next);
            }

            SetNext(id, next);
            nobodyUndecidedAhead &= _vehicles.IsCommitted(id);
            leader = id;
        }

        NoteHeld(lane);
    }

    private float LookAhead(int id)
    {
        var speed = _vehicles.V[id];
        return 12f + speed * (1.5f + state.Step) + CarFollowing.StoppingDistance(speed, _vehicles.Braking[id]);
    }

    private float Free(int id, float limit) =>
        CarFollowing.FreeSpeed(_vehicles.V[id], limit * _vehicles.DesiredFactor[id], _vehicles.Acceleration[id], state.Step);

    private float Gap(int id, int leader) => _vehicles.X[leader] - _vehicles.Length[leader] - _vehicles.X[id];

    private float Follow(int id, int leader, float gap, float next)
    {
        var speed = _vehicles.V[id];
        var leaderSpeed = _vehicles.V[leader];
        var kept = gap - _vehicles.StandstillGap[id];
        next = MathF.Min(next, CarFollowing.HeadwaySpeed(speed, kept, leaderSpeed, _vehicles.Headway[id], state.Step));
        next = MathF.Min(next, CarFollowing.SafeSpeed(speed, kept, leaderSpeed, _vehicles.Braking[id], state.Step));
        return MathF.Min(next, CarFollowing.SafeSpeed(speed, gap - 0.3f, leaderSpeed, CarFollowing.HardestBraking, state.Step));
    }

    private float StopWithin(int id, float distance, float next) =>
        MathF.Min(next, CarFollowing.SafeSpeed(_vehicles.V[id], distance, 0f, _vehicles.Braking[id], state.Step));

    private void SetNext(int id, float next) =>
        _vehicles.Next[id] = MathF.Max(0f, MathF.Max(next, _vehicles.V[id] - CarFollowing.HardestBraking * state.Step));

    private float Approach(int id, int lane, float toLine, bool isFirst, bool mayDecide, float next)
    {
        var pathIndex = _vehicles.Path[id];
        if (pathIndex < 0)
        {
            next = isFirst ? BehindThoseInside(id, lane, toLine, next) : next;
            return StopWithin(id, toLine - 3f, next);
        }

        var path = state.Network.Paths[pathIndex];
        next = MathF.Min(next, CarFollowing.ApproachSpeed(toLine, path.Limit * _vehicles.DesiredFactor[id], _vehicles.Braking[id] * 0.6f));
        if (isFirst)
        {
            next = FollowOntoExit(id, path, toLine, next);
            next = BehindThoseInside(id, lane, toLine, next);
        }

        return mayDecide ? ThroughJunction(id, pathIndex, path, toLine, next, !isFirst || NobodyUndecidedInside(lane, pathIndex)) : next;
    }

    /// <summary>The last vehicle on the exit lane is the leader of the first on an empty path.</summary>
    private float FollowOntoExit(int id, JunctionPath path, float toLine, float next)
    {
        if (toLine >= 0f && _queues.Last(path.Segment) >= 0)
        {
            return next;
        }

        var last = _queues.Last(path.ToLane);
        return last < 0 ? next : Follow(id, last, toLine + path.Length + _vehicles.X[last] - _vehicles.Length[last], next);
    }

    /// <summary>The rear of whoever left this lane last: all of its own path's vehicles, and a sibling's until it has turned off.</summary>
    private float BehindThoseInside(int id, int lane, float toLine, float next)
    {
        foreach (var p in state.Network.PathsFrom[lane])
        {
            var last = _queues.Last(state.SegmentOf(p));
            if (last >= 0)
            {
                var rear = _vehicles.X[last] - _vehicles.Length[last];
                next = p == _vehicles.Path[id] || rear < JunctionRules.DivergeLength ? Follow(id, last, toLine + rear, next) : next;
            }
        }

        return next;
    }

    private float BehindSiblings(int id, JunctionPath path, float toLine, float next)
    {
        foreach (var p in state.Network.PathsFrom[path.FromLane])
        {
            var last = _queues.Last(state.SegmentOf(p));
            if (last >= 0 && state.SegmentOf(p) != path.Segment && _vehicles.X[last] > _vehicles.X[id])
            {
                var rear = _vehicles.X[last] - _vehicles.Length[last];
                next = rear < JunctionRules.DivergeLength ? Follow(id, last, toLine + rear, next) : next;
            }
        }

        return next;
    }

    /// <summary>
    /// Numbers of commitment must rise along a path: with a smaller number behind an undecided vehicle, others would wait for somebody who
    /// cannot move before they do.
    /// </summary>
    private bool NobodyUndecidedInside(int lane, int pathIndex)
    {
        foreach (var p in state.Network.PathsFrom[lane])
        {
            var last = _queues.Last(state.SegmentOf(p));
            var isInWay = last >= 0 && (p == pathIndex || _vehicles.X[last] - _vehicles.Length[last] < JunctionRules.DivergeLength);
            if (isInWay && !_vehicles.IsCommitted(last))
            {
                return false;
            }
        }

        return true;
    }

    private float ThroughJunction(int id, int pathIndex, JunctionPath path, float toLine, float next, bool mayCommit)
    {
        if (!_vehicles.IsCommitted(id))
        {
            var stop = rules.StopDistance(id, pathIndex, toLine);
            stop = mayCommit ? stop : MathF.Min(stop, rules.WaitingDistance(id, pathIndex, toLine));
            if (!float.IsPositiveInfinity(stop))
            {
                next = StopWithin(id, stop - 0.5f, next);
                return stop > toLine ? rules.SpeedThrough(id, path, -toLine, next) : next;
            }

            if (!MustCommitNow(id, toLine, next))
            {
                return next;
            }

            if (!state.TryClaim(pathIndex, id))
            {
                return StopWithin(id, MathF.Max(toLine, 0f), next);
            }

            RedRunning += state.PathLight[pathIndex] == Light.Stop && !path.OnRed && toLine >= 0f ? 1 : 0;
        }

        return rules.SpeedThrough(id, path, -toLine, next);
    }

    /// <summary>True when after this step the vehicle could no longer stop in comfort before the line.</summary>
    private bool MustCommitNow(int id, float toLine, float next)
    {
        var after = toLine - (_vehicles.V[id] + next) * 0.5f * state.Step;
        return after <= CarFollowing.StoppingDistance(next, _vehicles.Braking[id]) + next * state.Step * 0.5f + 0.6f;
    }

    private float AroundObstacles(int id, int lane, int leader, float next)
    {
        if (_vehicles.YieldTo[id] >= 0)
        {
            next = Yield(id, _vehicles.YieldTo[id], next);
            _vehicles.YieldTo[id] = -1;
        }

        var block = state.BlockedAt[lane];
        if (block < float.PositiveInfinity && _vehicles.X[id] <= block && (leader < 0 || _vehicles.X[leader] > block))
        {
            next = StopWithin(id, block - _vehicles.X[id] - 1f, next);
        }

        return _vehicles.Line[id] >= 0 ? buses.LimitAtStop(id, lane, next) : next;
    }

    /// <summary>Lets somebody in, or waits to be let in: in comfort, for it is no leader.</summary>
    private float Yield(int id, int other, float next)
    {
        var gap = Gap(id, other) - _vehicles.StandstillGap[id];
        var gentle = MathF.Max(0f, _vehicles.V[id] - _vehicles.Braking[id] * state.Step);
        return MathF.Min(next, MathF.Max(gentle, CarFollowing.SafeSpeed(_vehicles.V[id], gap, _vehicles.V[other], _vehicles.Braking[id], state.Step)));
    }

    private void NoteHeld(int lane)
    {
        var id = _queues.At(lane, 0);
        var path = _vehicles.Path[id];
        var held = path >= 0 && _vehicles.V[id] < 0.3f && state.PathLight[path] >= Light.Permissive && _vehicles.X[id] > state.End[lane] - 15f;
        state.HeldFor[lane] = held ? state.HeldFor[lane] + state.Step : 0f;
    }
}
