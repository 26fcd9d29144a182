using Signals.Core.Traffic;

namespace Signals.Sim.Traffic;

/// <summary>Whether a vehicle fits into a place on another lane, and who should help it if it does not.</summary>
internal sealed class LaneGaps(TrafficState state)
{
    /// <summary>A gap that a standing follower need not leave any more for the change to be safe, m.</summary>
    private const float RoomWorthKeeping = 1.5f;

    private readonly VehicleTable _vehicles = state.Vehicles;
    private readonly LaneQueues _queues = state.Queues;

    /// <summary>Number of vehicles of a lane that are ahead of this one: its place if it were there.</summary>
    public int PositionIn(int id, int lane)
    {
        var position = 0;
        while (position < _queues.Count(lane) && _vehicles.X[_queues.At(lane, position)] >= _vehicles.X[id])
        {
            position++;
        }

        return position;
    }

    /// <summary>True when nobody would lose the distance in which to stop. When it is false and the change is a must, others are asked to help.</summary>
    /// <param name="place">From <see cref="PositionIn"/>.</param>
    public bool IsFree(int id, int lane, int place, bool mustChange) =>
        !_queues.IsFull(lane) && FitsInFront(id, lane, place, mustChange) && FitsBehind(id, lane, place) && HasRoom(id, lane);

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
            if (_vehicles.IsCommitted(follower))
            {
                // Whoever may enter the junction must not be held at the line by somebody who may not: all who yield to it would wait too.
                return false;
            }

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
