using Signals.Sim.Demand;

namespace Signals.Sim.Traffic;

/// <summary>Closes lanes and opens them again by the time of day.</summary>
internal sealed class IncidentBoard
{
    private readonly TrafficState _state;
    private readonly (Incident Incident, int Lane, float X)[] _incidents;

    public IncidentBoard(TrafficState state, Scenario scenario)
    {
        _state = state;
        _incidents = [.. scenario.Incidents.Select(i => Locate(state.Network, i))];
    }

    public void Advance()
    {
        foreach (var (_, lane, _) in _incidents)
        {
            _state.BlockedAt[lane] = float.PositiveInfinity;
        }

        foreach (var (incident, lane, x) in _incidents)
        {
            if (_state.TimeOfDay >= incident.From && _state.TimeOfDay < incident.To)
            {
                _state.BlockedAt[lane] = MathF.Min(_state.BlockedAt[lane], x);
            }
        }
    }

    private static (Incident Incident, int Lane, float X) Locate(RoadNetwork network, Incident incident)
    {
        var road = network.Roads.First(r => !r.IsExit
            && network.Corridor.Intersections[r.Intersection] is var i && i.Id == incident.At.Intersection
            && i.Approaches[r.Approach].Id == incident.At.Approach);
        var lane = road.FirstLane + Math.Clamp(incident.Lane, 1, road.Lanes) - 1;
        return (incident, lane, MathF.Max(0f, road.Length - (float)incident.Distance.Value));
    }
}
