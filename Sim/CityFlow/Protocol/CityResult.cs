using Signals.Sim.CityFlow.Engine;

namespace Signals.Sim.CityFlow.Protocol;

/// <summary>What one run of a city came to.</summary>
/// <param name="XLightSeconds">Mean time on entering lanes of signalised intersections, as the XLight papers print it, s.</param>
/// <param name="CityFlowSeconds">Mean time since creation over all created vehicles, as CityFlow counts it, s.</param>
/// <param name="MeanQueue">Mean over decisions (ours: seconds) of the standing vehicles on all entering lanes.</param>
/// <param name="Created">Vehicles that the flows created.</param>
/// <param name="Finished">Vehicles that got through.</param>
/// <param name="NeverInserted">Vehicles that never got into the network.</param>
/// <param name="LongestApproach">Longest time that a vehicle spent on one approach, s.</param>
/// <param name="MonitorFindings">Findings of the cabinets' independent monitors; published controllers have no cabinet.</param>
public sealed record CityResult(
    double XLightSeconds, double CityFlowSeconds, double MeanQueue, int Created, int Finished, int NeverInserted, double LongestApproach,
    long MonitorFindings = 0)
{
    internal static CityResult Of(CityEngine engine, ApproachClock clock, double meanQueue) => new(
        clock.Mean(engine.Now), engine.AverageTravelTime, meanQueue, engine.Created, engine.Finished, engine.Outside, clock.Longest(engine.Now));
}
