using Signals.Core.Traffic;
using Signals.Core.Units;
using Signals.Sim.Demand;

namespace Signals.Sim.Traffic;

/// <summary>Sends buses out by their headway and makes them stop on the way.</summary>
internal sealed class BusService
{
    private readonly TrafficState _state;
    private readonly Scenario _scenario;
    private readonly ulong _seed;
    private readonly Duration[] _nextDeparture;
    private readonly ulong[] _departed;
    private readonly (int Road, float X, float Dwell)[][] _stops;

    public BusService(TrafficState state, Scenario scenario, ulong seed)
    {
        (_state, _scenario, _seed) = (state, scenario, seed);
        _nextDeparture = [.. scenario.Buses.Select(b => FirstDeparture(b, state.Options.TimeOfDay))];
        _departed = new ulong[scenario.Buses.Length];
        _stops = [.. scenario.Buses.Select(b => b.Stops.Select(s => Locate(state.Network, s)).ToArray())];
    }

    public void Depart(EntryGate[] entries)
    {
        for (var line = 0; line < _nextDeparture.Length; line++)
        {
            var bus = _scenario.Buses[line];
            if (_state.TimeOfDay >= _nextDeparture[line] && _nextDeparture[line] <= bus.LastAt)
            {
                _nextDeparture[line] += bus.Headway;
                EntryOf(entries, bus.From)?.Enqueue(SeededRandom.Derive(_seed, 100 + (ulong)line, _departed[line]++), line);
            }
        }
    }

    /// <summary>Highest speed at the end of the step with regard to the bus's next stop; 0 while it dwells.</summary>
    public float LimitAtStop(int id, int lane, float next)
    {
        var vehicles = _state.Vehicles;
        var stops = _stops[vehicles.Line[id]];
        var index = vehicles.NextStop[id];
        if (index >= stops.Length || stops[index].Road != _state.Network.RoadOfLane[lane])
        {
            return next;
        }

        var toStop = stops[index].X - vehicles.X[id];
        if (vehicles.DwellLeft[id] > 0f)
        {
            return Dwell(id);
        }

        if (toStop < 3f && vehicles.V[id] < 0.3f)
        {
            var random = new SeededRandom(SeededRandom.Derive(vehicles.Seed[id], 12, (ulong)index));
            vehicles.DwellLeft[id] = stops[index].Dwell * (1f + 0.33f * (float)Math.Clamp(random.NextBell(), -2.0, 2.0));
            return 0f;
        }

        return MathF.Min(next, CarFollowing.SafeSpeed(vehicles.V[id], toStop, 0f, vehicles.Braking[id], _state.Step));
    }

    /// <summary>Dwell is no delay: it moves the bus's own clock on.</summary>
    private float Dwell(int id)
    {
        var vehicles = _state.Vehicles;
        vehicles.DwellLeft[id] -= _state.Step;
        vehicles.FreeTime[id] += _state.Step;
        vehicles.RoadEnteredAt[id] += _state.Step;
        vehicles.NextStop[id] += vehicles.DwellLeft[id] <= 0f ? 1 : 0;
        return 0f;
    }

    private static Duration FirstDeparture(BusLine bus, Duration from)
    {
        var at = bus.FirstAt;
        while (at < from)
        {
            at += bus.Headway;
        }

        return at;
    }

    private EntryGate? EntryOf(EntryGate[] entries, ApproachRef at)
    {
        foreach (var entry in entries)
        {
            var intersection = _state.Network.Corridor.Intersections[entry.Road.Intersection];
            if (intersection.Id == at.Intersection && intersection.Approaches[entry.Road.Approach].Id == at.Approach)
            {
                return entry;
            }
        }

        return null;
    }

    private static (int Road, float X, float Dwell) Locate(RoadNetwork network, BusStop stop)
    {
        foreach (var road in network.Roads.Where(r => !r.IsExit))
        {
            var intersection = network.Corridor.Intersections[road.Intersection];
            if (intersection.Id == stop.At.Intersection && intersection.Approaches[road.Approach].Id == stop.At.Approach)
            {
                return (road.Index, MathF.Max(20f, road.Length - (float)stop.Distance.Value), (float)stop.Dwell.TotalSeconds);
            }
        }

        return (-1, 0f, 0f);
    }
}
