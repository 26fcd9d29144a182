using Signals.Core.Units;
using Signals.Sim.Sumo.TraCI;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>All emulated sensors of one run.</summary>
internal interface ISumoSensors
{
    /// <summary>Reports what is seen of the vehicles as they are at <paramref name="now"/> to the feeds of the intersections.</summary>
    /// <param name="vehicles">Every vehicle in the network.</param>
    /// <param name="now">Time of SUMO's state, which is also the time at which the readings arrive.</param>
    void Observe(IReadOnlyList<SumoVehicle> vehicles, Instant now);
}
