using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.CityFlow.Engine;

namespace Signals.Sim.CityFlow.Adaptive;

/// <summary>
/// Radars over every entering and leaving lane of one intersection: once a second the list of all vehicles on the whole lane. That is no more than the published
/// controllers see, which count on whole lanes too, and nobody knows where a vehicle goes beyond its lane.
/// </summary>
internal sealed class CityRadar(CityEngine engine, CityMap map, DetectorFeed feed)
{
    private const float KphPerMetrePerSecond = 3.6f;

    private readonly List<VehicleObject> _seen = [];

    public void Report(Instant now)
    {
        for (var g = 0; g < map.Lanes.Length; g++)
        {
            foreach (var vehicle in engine.Lane(map.Lanes[g]))
            {
                Add(vehicle, engine.Network.Lengths[map.Lanes[g]] - vehicle.Position);
            }

            Send(CityMap.DetectorOfLane(g), now);
        }

        for (var e = 0; e < map.ExitLanes.Length; e++)
        {
            foreach (var vehicle in engine.Lane(map.ExitLanes[e]))
            {
                Add(vehicle, vehicle.Position);
            }

            _seen.Reverse(); // Nearest to the junction first.
            Send(map.DetectorOfExit(e), now);
        }
    }

    private void Add(in CityLaneVehicle vehicle, double distance) =>
        _seen.Add(new VehicleObject(vehicle.Serial + 1, (float)distance, (float)vehicle.Speed * KphPerMetrePerSecond, (float)vehicle.Length, 1));

    private void Send(int detector, Instant now)
    {
        feed.Push(new DetectorReading(
            detector, ReadingKind.Objects, ReadingQuality.Ok, _seen.Count > 0, now, now, now, _seen.Count, float.NaN, float.NaN) { Objects = [.. _seen] });
        _seen.Clear();
    }
}
