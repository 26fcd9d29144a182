using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Units;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Training.Scenarios;
using Signals.Sim.Validation;

namespace Signals.Sim.Training.Congestion;

/// <summary>The whole way from a seed to a model file: sampled corridors, simulated days, trees, calibration, export. The same values give the same file.</summary>
public sealed record CongestionTraining
{
    /// <summary>Everything random follows from it. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Corridors that the trees learn from, ≥ 1. Default 80.</summary>
    public int Corridors { get; init; } = 80;

    /// <summary>Further corridors for calibration, ≥ 1. Default 30: outcomes of 15 min differ by corridor more than within one.</summary>
    public int CalibrationCorridors { get; init; } = 30;

    /// <summary>Who controls the days, in turn. Max-pressure is left for the evaluation.</summary>
    public ImmutableArray<ControllerChoice> Controllers { get; init; } =
        [ControllerChoice.Fixed, ControllerChoice.Actuated, ControllerChoice.Greedy, ControllerChoice.Adaptive];

    /// <summary>Simulated time of each of a corridor's three days; more than 25 min: warm-up and longest horizon. Default 55 min.</summary>
    public Duration Length { get; init; } = Duration.FromSeconds(3300);

    /// <summary>Seconds from one row of a lane group to its next. Default 29: no divisor of a usual cycle.</summary>
    public int Stride { get; init; } = 29;

    /// <summary>Days simulated at the same time. Default 2.</summary>
    public int Threads { get; init; } = 2;

    public HeadTrees Trees { get; init; } = HeadTrees.Default;

    /// <summary>SUMO scenarios (MAP.sumocfg) to learn from besides. Default none.</summary>
    public ImmutableArray<string> SumoMaps { get; init; } = [];

    /// <summary>Sets of three runs of each of them, ≥ 2; every fourth, and at least one, is for calibration. Default 4.</summary>
    public int SumoSets { get; init; } = 4;

    /// <param name="progress">Told in words.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    /// <exception cref="FileNotFoundException">There are SUMO maps and no SUMO; the message names the package.</exception>
    public ExportedModel Run(Action<string> progress, CancellationToken cancellationToken)
    {
        var (learn, calibrate, sources) = Record(progress, cancellationToken);
        progress(string.Create(
            CultureInfo.InvariantCulture,
            $"{learn.Count} rows to learn from, {calibrate.Count} to calibrate with; spillback in 5 min {learn.Events(1).Average():P1}, overload {learn.Events(4).Average():P1}"));
        var trained = new CongestionTrainer(Trees, Seed, head => progress($"boosted head {head} of {ModelHeads.Count}")).Train(learn, calibrate, cancellationToken);
        return ModelExport.Write(
            trained, learn.Features, calibrate.Features,
            $"{sources}; {string.Join(", ", Controllers.Distinct().Select(c => c.Word()))}; 0, 10, 30 % of detectors lost; surges, blocked lanes",
            string.Create(CultureInfo.InvariantCulture, $"3 days of {Length.TotalSeconds / 60:0} simulated minutes each"), Seed);
    }

    private (SimulatedRows Learn, SimulatedRows Calibrate, string Sources) Record(Action<string> progress, CancellationToken cancellationToken)
    {
        var ofSumo = SumoMaps.IsEmpty
            ? default
            : new SumoLessons(SumoMaps, SumoSets, Stride, Threads).Record(
                Controllers, CorridorData.Lost, CorridorData.UnknownHistory, Seed, progress, cancellationToken); // first: what may be missing shows at once
        var data = new CorridorData(Length, Stride, Threads);
        var learn = data.ForTraining(Seed * 1000, Corridors, Controllers, (done, of) => progress($"simulated day {done} of {of}"), cancellationToken);
        var calibrate = data.ForTraining(
            Seed * 1000 + (ulong)Corridors, CalibrationCorridors, Controllers, (done, of) => progress($"simulated calibration day {done} of {of}"), cancellationToken);
        var sources = string.Create(
            CultureInfo.InvariantCulture,
            $"embedded simulator: {Corridors} sampled corridors ({learn.Count} rows), {CalibrationCorridors} more for calibration ({calibrate.Count} rows)");
        return ofSumo.Learn is null
            ? (learn, calibrate, sources)
            : (SimulatedRows.Join([learn, ofSumo.Learn]), SimulatedRows.Join([calibrate, ofSumo.Calibrate]), string.Create(
                CultureInfo.InvariantCulture,
                $"{sources}; SUMO: {string.Join(", ", SumoMaps.Select(Path.GetFileName))} ({ofSumo.Learn.Count} rows, {ofSumo.Calibrate.Count} more for calibration)"));
    }
}
