using System.Collections.Immutable;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Training.Corridors;

namespace Signals.Sim.Training.Scenarios;

/// <summary>One run of a SUMO scenario, of which the rows that our tick makes and what truly happened are written down. The same values give the same rows.</summary>
/// <param name="Conditions">The scenario and what our sensors see of it.</param>
/// <param name="Controller">Who controls; one of ours.</param>
/// <param name="Seed">SUMO's seed.</param>
/// <param name="DetectorsLost">Share of detectors that are silent, 0–1.</param>
internal sealed record SumoDay(SumoConditions Conditions, SumoController Controller, int Seed, double DetectorsLost)
{
    /// <summary>Runs it.</summary>
    /// <param name="stride">Seconds from one kept row to the next.</param>
    /// <param name="cancellationToken">Looked at every simulated second.</param>
    /// <returns>One recorder an intersection.</returns>
    /// <exception cref="Sumo.TraCI.TraciException">SUMO failed; the message is what it said.</exception>
    public ImmutableArray<RunRecorder> Record(int stride, CancellationToken cancellationToken)
    {
        var recorders = new SortedDictionary<int, RunRecorder>();
        SumoTruth? truth = null;
        var watched = Conditions with
        {
            DetectorsLost = DetectorsLost,
            Forecasts = (corridor, i) => recorders[i] = new RunRecorder(corridor.Intersections[i], i, stride),
            Witness = (_, lanes) =>
            {
                truth = new SumoTruth(lanes, [.. recorders.Values]);
                foreach (var recorder in recorders.Values)
                {
                    recorder.World = truth;
                }

                return truth;
            },
        };
        var folder = Directory.CreateTempSubdirectory("signals-sumo-").FullName;
        try
        {
            new SumoRun(watched, Controller, Seed, new SumoOutputs(folder)).Execute(cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        truth!.End();
        return [.. recorders.Values];
    }
}
