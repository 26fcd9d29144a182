using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Sensors;
using Signals.Sim.Traffic;
using Signals.Sim.Validation;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.Training.Corridors;

/// <summary>One simulated day of a sampled corridor. The same values give the same rows.</summary>
/// <param name="Seed">Corridor and its usual demand.</param>
/// <param name="Day">What is special about the day, and its drivers.</param>
/// <param name="Controller">Who controls.</param>
/// <param name="DetectorsLost">Share of detectors that are silent, 0–1.</param>
public sealed record CorridorRun(ulong Seed, ulong Day, ControllerChoice Controller, double DetectorsLost)
{
    /// <summary>Begin of the simulated period, local time.</summary>
    public static readonly Duration From = Duration.FromSeconds(7 * 3600);

    /// <summary>Runs it in virtual time.</summary>
    /// <param name="length">Simulated time.</param>
    /// <param name="stride">Seconds from one kept row to the next.</param>
    /// <param name="cancellationToken">Looked at every simulated second.</param>
    /// <returns>One recorder an intersection.</returns>
    public ImmutableArray<RunRecorder> Record(Duration length, int stride, CancellationToken cancellationToken)
    {
        var corridor = Controlled(CorridorSampler.Draw(Seed));
        var recorders = corridor.Intersections.Select((x, i) => new RunRecorder(x, i, stride)).ToImmutableArray();
        var world = new VirtualCorridor(
            corridor, DemandSampler.Draw(corridor, Seed, Day, From, length), SeededRandom.Derive(Seed, Day),
            VirtualOptions.Default with { StartAt = From, TrafficStep = new Duration(500), Forecasts = (_, i) => recorders[i], Faults = Lost(corridor) });
        var truth = new EmbeddedTruth(world, corridor.Intersections);
        foreach (var recorder in recorders)
        {
            recorder.World = truth;
        }

        for (var second = 0; second < length.TotalSeconds; second++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            world.Run(Duration.FromSeconds(1));
        }

        return recorders;
    }

    private Corridor Controlled(Corridor corridor) => corridor with
    {
        Intersections =
        [
            .. corridor.Intersections.Select(x => x with
            {
                Control = x.Control with { Level = Controller.Level(), Method = Controller.Method(), Shadow = false },
            }),
        ],
    };

    private ImmutableArray<(int, SensorFault)> Lost(Corridor corridor)
    {
        var random = new SeededRandom(SeededRandom.Derive(Seed, 0x1057, Day));
        var midnight = VirtualOptions.Default.Midnight;
        var faults = ImmutableArray.CreateBuilder<(int, SensorFault)>();
        foreach (var (i, intersection) in corridor.Intersections.Index())
        {
            foreach (var detector in intersection.Detectors.Where(d => d.Role != DetectorRole.Button))
            {
                if (random.NextDouble() < DetectorsLost)
                {
                    faults.Add((i, new SensorFault(detector.Id, SensorFaultKind.Silent, midnight, midnight + Duration.FromSeconds(86_400))));
                }
            }
        }

        return faults.ToImmutable();
    }
}
