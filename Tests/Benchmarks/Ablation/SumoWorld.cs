using Signals.Core.Timing.Adaptive;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Sensing;

namespace Signals.Benchmarks.Ablation;

/// <summary>A SUMO scenario under the conditions of the published comparisons.</summary>
internal sealed class SumoWorld : IAblationWorld
{
    private readonly SumoConditions _conditions;

    /// <param name="map">A <c>.sumocfg</c>.</param>
    /// <param name="sensing">What our sensors see.</param>
    /// <param name="seconds">Simulated time, or null for the scenario's own.</param>
    /// <exception cref="FileNotFoundException">There is no SUMO on this machine; the message says how to get it.</exception>
    public SumoWorld(string map, SensingModel sensing, int? seconds)
    {
        var configuration = SumoConfiguration.Read(map);
        configuration = seconds is { } length ? configuration with { End = Math.Min(configuration.End, configuration.Begin + length) } : configuration;
        _conditions = new SumoConditions(SumoInstallation.Find(), configuration, configuration.ReadNetwork(), -1, sensing, SumoTiming.Comparable);
    }

    public string Name => _conditions.Configuration.Name;

    public AblationResult Run(PlannerSettings planner, int seed, CancellationToken cancellationToken)
    {
        var experiment = new SumoExperiment(_conditions with { Planner = planner }, [SumoController.Adaptive], [seed]) { Jobs = 1 };
        var run = experiment.Run(_ => { }, cancellationToken).Of(SumoController.Adaptive)[0];
        return new AblationResult(
            run.Score.FullDelay ?? double.NaN, run.Score.NotInserted, run.Score.MaxWait ?? double.NaN, run.Signals?.MonitorFindings ?? 0);
    }
}
