using Signals.Core.Model;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;
using Signals.Sim.Commands;
using Signals.Sim.Demand;
using Signals.Sim.VirtualTime;

namespace Signals.Benchmarks.Ablation;

/// <summary>A corridor file with its demand in the embedded engine, at half past seven after a warm-up.</summary>
internal sealed class CorridorWorld : IAblationWorld
{
    private static readonly Duration At = Duration.FromSeconds(7.5 * 3600), WarmUp = Duration.FromSeconds(900), Slice = Duration.FromSeconds(30);

    private readonly Corridor _corridor;
    private readonly Scenario _scenario;
    private readonly Duration _length;

    /// <param name="file">Corridor file; its demand is <c>NAME.demand.yaml</c> beside it.</param>
    /// <param name="seconds">Measured time, or null for an hour.</param>
    /// <exception cref="InvalidDataException">The file has errors.</exception>
    public CorridorWorld(string file, int? seconds)
    {
        var corridor = CorridorArgument.Load(new FileInfo(file));
        _scenario = ScenarioOption.Load(null, new FileInfo(file), corridor);
        _length = Duration.FromSeconds(seconds ?? 3600);
        _corridor = corridor with
        {
            Intersections = [.. corridor.Intersections.Select(x => x with { Control = x.Control with { Level = ControlLevel.Adaptive, Shadow = false } })],
        };
        Name = Path.GetFileNameWithoutExtension(file);
    }

    public string Name { get; }

    public AblationResult Run(PlannerSettings planner, int seed, CancellationToken cancellationToken)
    {
        var world = new VirtualCorridor(_corridor, _scenario, (ulong)seed, VirtualOptions.Default with { StartAt = At - WarmUp, Planner = planner });
        Advance(world, WarmUp, cancellationToken);
        world.ResetMeasures();
        Advance(world, _length, cancellationToken);
        var traffic = world.Traffic;
        return new AblationResult(traffic.MeanDelay.Value, traffic.NotInserted, traffic.LongestWait.Value, world.MonitorFindings);
    }

    private static void Advance(VirtualCorridor world, Duration length, CancellationToken cancellationToken)
    {
        for (var rest = length; rest > Duration.Zero; rest -= Slice)
        {
            cancellationToken.ThrowIfCancellationRequested();
            world.Run(Duration.Min(rest, Slice));
        }
    }
}
