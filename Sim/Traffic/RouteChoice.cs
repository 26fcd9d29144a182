using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;

namespace Signals.Sim.Traffic;

/// <summary>
/// What drivers do at the end of each road. The choice is a function of the driver's own seed and the number of junctions behind it, so
/// that a vehicle travels the same way whatever the signals do to it.
/// </summary>
internal sealed class RouteChoice
{
    private readonly TrafficState _state;
    private readonly (Duration From, double[] Shares)[][] _shares;
    private readonly Scenario _scenario;

    public RouteChoice(TrafficState state, Scenario scenario)
    {
        _state = state;
        _scenario = scenario;
        _shares = [.. state.Network.Roads.Select(SharesOf)];
    }

    /// <summary>Gives a vehicle that has just entered a road its movement, and the path if its lane serves it.</summary>
    public void Choose(int id, int roadIndex, int lane)
    {
        var vehicles = _state.Vehicles;
        var road = _state.Network.Roads[roadIndex];
        vehicles.Movement[id] = road.IsExit ? -1 : vehicles.Line[id] >= 0 ? BusMovement(id, road) : Draw(id, road);
        SetPath(id, road, lane);
    }

    /// <summary>Sets the path that leads to the vehicle's movement from a lane, −1 when the lane does not serve it.</summary>
    public void SetPath(int id, Road road, int lane)
    {
        var movement = _state.Vehicles.Movement[id];
        var segment = movement < 0 ? -1 : road.Movements[movement].PathOfLane[lane - road.FirstLane];
        _state.Vehicles.Path[id] = segment < 0 ? -1 : segment - _state.Network.LaneCount;
    }

    private int Draw(int id, Road road)
    {
        var bits = SeededRandom.Derive(_state.Vehicles.Seed[id], 11, (ulong)_state.Vehicles.Hop[id]);
        var draw = (bits >> 11) * (1.0 / (1UL << 53));
        var shares = SharesNow(road.Index);
        for (var m = 0; m < shares.Length - 1; m++)
        {
            draw -= shares[m];
            if (draw < 0)
            {
                return m;
            }
        }

        return shares.Length - 1;
    }

    private double[] SharesNow(int road)
    {
        var entries = _shares[road];
        var now = new Duration(_state.TimeOfDay.Milliseconds % 86_400_000);
        var current = entries[0].Shares;
        foreach (var (from, shares) in entries)
        {
            current = from <= now ? shares : current;
        }

        return current;
    }

    private int BusMovement(int id, Road road)
    {
        var turns = _scenario.Buses[_state.Vehicles.Line[id]].Turns;
        var hop = _state.Vehicles.Hop[id];
        var wanted = hop < turns.Length ? turns[hop] : Turn.Through;
        var straightest = 0;
        for (var m = 0; m < road.Movements.Length; m++)
        {
            if (road.Movements[m].Turn == wanted)
            {
                return m;
            }

            straightest = road.Movements[m].Turn == Turn.Through ? m : straightest;
        }

        return straightest;
    }

    private (Duration From, double[] Shares)[] SharesOf(Road road)
    {
        if (road.IsExit)
        {
            return [];
        }

        var intersection = _state.Network.Corridor.Intersections[road.Intersection];
        var at = new ApproachRef(intersection.Id, intersection.Approaches[road.Approach].Id);
        var result = new List<(Duration, double[])> { (Duration.Zero, [.. road.Movements.Select(m => m.Share)]) };
        result.AddRange(_scenario.Turns.Where(t => t.At == at).OrderBy(t => t.From).Select(t => (t.From, Normalised(road, t))));
        return [.. result];
    }

    /// <summary>A turn's share is divided equally when several movements of the road make that turn; turns that are not listed get none.</summary>
    private static double[] Normalised(Road road, TurnShares turns)
    {
        var shares = road.Movements.Select(m =>
            turns.Shares.GetValueOrDefault(m.Turn) / road.Movements.Count(o => o.Turn == m.Turn)).ToArray();
        var sum = shares.Sum();
        return sum > 0 ? [.. shares.Select(s => s / sum)] : [.. road.Movements.Select(m => m.Share)];
    }
}
