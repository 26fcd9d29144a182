using Signals.Core.Traffic;

namespace Signals.Sim.Traffic;

/// <summary>Moves every vehicle by the chosen speed, then hands those that passed the end of their segment to the next one.</summary>
internal sealed class MovePass(TrafficState state, RouteChoice routes, DetectorField detectors, TrafficRecorder recorder)
{
    /// <summary>Walking pace, 5 km/h: slower counts as waiting.</summary>
    private const float WalkingPace = 1.4f;

    private const float StandingBelow = 0.5f;
    private const float MovingAbove = 3f;

    private readonly VehicleTable _vehicles = state.Vehicles;
    private readonly LaneQueues _queues = state.Queues;

    /// <summary>Vehicles moved since the start: the engine's unit of work.</summary>
    public long Updates { get; private set; }

    /// <summary>Vehicles that had to be held at a line which they could not have stopped at; 0 unless signals jump without yellow.</summary>
    public long EmergencyStops { get; private set; }

    public void Run()
    {
        for (var segment = 0; segment < state.Network.SegmentCount; segment++)
        {
            var count = _queues.Count(segment);
            for (var i = 0; i < count; i++)
            {
                Move(_queues.At(segment, i));
            }

            Updates += count;
            if (segment < state.Network.LaneCount && count > 0)
            {
                ReleaseClaims(segment, count);
            }
        }

        detectors.Observe();
        for (var segment = 0; segment < state.Network.SegmentCount; segment++)
        {
            while (_queues.Count(segment) > 0 && _vehicles.X[_queues.At(segment, 0)] >= state.End[segment] && HandOver(segment))
            {
            }
        }
    }

    private void Move(int id)
    {
        var (speed, next, step) = (_vehicles.V[id], _vehicles.Next[id], state.Step);
        var moved = (speed + next) * 0.5f * step;

        // A vehicle that stops within the step stands still for the rest of it.
        moved = next > 0f ? moved : MathF.Min(moved, CarFollowing.StoppingDistance(speed, CarFollowing.HardestBraking));
        _vehicles.X[id] += moved;
        _vehicles.Moved[id] = moved;
        _vehicles.V[id] = next;
        if (next < WalkingPace)
        {
            _vehicles.Waited[id] += step;
        }

        CountStop(id, next);
    }

    private void CountStop(int id, float speed)
    {
        if (speed > MovingAbove)
        {
            _vehicles.State[id] &= ~DriverState.Standing;
        }
        else if (speed < StandingBelow && (_vehicles.State[id] & DriverState.Standing) == 0)
        {
            _vehicles.State[id] |= DriverState.Standing;
            _vehicles.Stops[id]++;
            _vehicles.RoadStops[id]++;
        }
    }

    /// <summary>Only the vehicles nearest the start of a lane can still have their rear in the junction.</summary>
    private void ReleaseClaims(int lane, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            var id = _queues.At(lane, i);
            if (_vehicles.X[id] > 40f)
            {
                return;
            }

            if (!_vehicles.IsCommitted(id) && _vehicles.X[id] > _vehicles.Length[id])
            {
                state.Release(id);
            }
        }
    }

    private bool HandOver(int segment)
    {
        var id = _queues.At(segment, 0);
        if (segment >= state.Network.LaneCount)
        {
            LeaveJunction(id, segment);
            return true;
        }

        if (state.Network.Roads[state.Network.RoadOfLane[segment]].IsExit)
        {
            LeaveNetwork(id, segment);
            return true;
        }

        return EnterJunction(id, segment);
    }

    private bool EnterJunction(int id, int lane)
    {
        var pathIndex = _vehicles.Path[id];
        var mayEnter = pathIndex >= 0 && (_vehicles.IsCommitted(id) || state.Network.Paths[pathIndex].WaitAt > 0f);
        if (!mayEnter || _queues.IsFull(state.SegmentOf(pathIndex)))
        {
            EmergencyStops++;
            (_vehicles.X[id], _vehicles.V[id]) = (state.End[lane] - 0.01f, 0f);
            return false;
        }

        state.KeepRoom(pathIndex, id);
        recorder.CrossedLine(id, pathIndex);
        _queues.RemoveFirst(lane);
        state.JamDecimetres[lane] -= _vehicles.JamDecimetres(id);
        _vehicles.FreeTime[id] += recorder.FreeTimeOf(id, lane);
        Put(id, state.SegmentOf(pathIndex), _vehicles.X[id] - state.End[lane]);
        return true;
    }

    private void LeaveJunction(int id, int segment)
    {
        var path = state.Network.Paths[segment - state.Network.LaneCount];
        _queues.RemoveFirst(segment);
        _vehicles.FreeTime[id] += recorder.FreeTimeOf(id, segment);
        Put(id, path.ToLane, _vehicles.X[id] - path.Length);
        _vehicles.State[id] &= DriverState.Standing | DriverState.IgnoresKeepClear;
        (_vehicles.RoadEnteredAt[id], _vehicles.Waited[id], _vehicles.RoadStops[id], _vehicles.StuckFor[id]) = (state.Time, 0f, 0, 0f);
        _vehicles.Hop[id]++;
        routes.Choose(id, state.Network.RoadOfLane[path.ToLane], path.ToLane);
    }

    private void LeaveNetwork(int id, int lane)
    {
        _queues.RemoveFirst(lane);
        state.JamDecimetres[lane] -= _vehicles.JamDecimetres(id);
        _vehicles.FreeTime[id] += recorder.FreeTimeOf(id, lane);
        state.Release(id);
        recorder.Finished(id);
        _vehicles.Remove(id);
    }

    private void Put(int id, int segment, float x)
    {
        (_vehicles.Segment[id], _vehicles.X[id]) = (segment, x);
        _queues.Insert(segment, id, _vehicles.X);
    }
}
