using System.Collections.Immutable;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Validation;

namespace Signals.Sim.Training.Scenarios;

/// <summary>Runs of an agency's own networks in SUMO to learn from: with loops and with radars in turn, under several controllers, with detectors lost.</summary>
/// <param name="Maps">MAP.sumocfg.</param>
/// <param name="Sets">Sets of three runs a map, ≥ 2; every fourth, and at least one, is for calibration.</param>
/// <param name="Stride">Seconds from one row of a lane group to its next.</param>
/// <param name="Threads">Runs at the same time.</param>
internal sealed record SumoLessons(ImmutableArray<string> Maps, int Sets, int Stride, int Threads)
{
    private const int OneInSets = 4;

    /// <param name="controllers">Who controls, run by run in turn.</param>
    /// <param name="lost">Shares of lost detectors.</param>
    /// <param name="unknownHistory">Share of rows whose history is left out, 0–1.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="progress">Told in words.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    /// <exception cref="FileNotFoundException">SUMO is not installed; the message names the package.</exception>
    public (SimulatedRows Learn, SimulatedRows Calibrate) Record(
        ImmutableArray<ControllerChoice> controllers, ImmutableArray<double> lost, double unknownHistory, ulong seed, Action<string> progress, CancellationToken cancellationToken)
    {
        var forCalibration = Math.Max(1, Sets / OneInSets);
        var (learn, calibrate) = (new List<SimulatedRows>(), new List<SimulatedRows>());
        foreach (var map in Maps)
        {
            for (var set = 0; set < Sets; set++)
            {
                var conditions = SumoData.Open(map, set % 2 == 0 ? SensingModel.Loops : SensingModel.Field);
                var rows = new SumoData(conditions, Stride, Threads).ForTraining(
                    set, controllers, lost, unknownHistory, seed,
                    (done, of) => progress($"{conditions.Configuration.Name}: recorded run {done} of {of} of set {set + 1} of {Sets}"), cancellationToken);
                (set < Sets - forCalibration ? learn : calibrate).Add(rows);
            }
        }

        return (SimulatedRows.Join(learn), SimulatedRows.Join(calibrate));
    }
}
