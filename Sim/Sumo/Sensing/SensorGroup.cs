using Signals.Core.Units;
using Signals.Sim.Sumo.TraCI;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>Several that look at the same vehicles, one after the other.</summary>
internal sealed class SensorGroup(params ISumoSensors[] sensors) : ISumoSensors
{
    public void Observe(IReadOnlyList<SumoVehicle> vehicles, Instant now)
    {
        foreach (var sensor in sensors)
        {
            sensor.Observe(vehicles, now);
        }
    }
}
