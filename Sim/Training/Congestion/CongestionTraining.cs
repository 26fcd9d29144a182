using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Units;
using Signals.Sim.Training.Trees;
using Signals.Sim.Validation;

namespace Signals.Sim.Training.Congestion;

/// <summary>The whole way from a seed to a model file: sampled corridors, simulated days, trees, calibration, export. The same values give the same file.</summary>
public sealed record CongestionTraining
{
    /// <summary>Everything random follows from it. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Corridors that the trees learn from, ≥ 1. Default 16.</summary>
    public int Corridors { get; init; } = 16;

    /// <summary>Further corridors for calibration, ≥ 1. Default 5.</summary>
    public int CalibrationCorridors { get; init; } = 5;

    /// <summary>Who controls the days, in turn. Max-pressure is left for the evaluation.</summary>
    public ImmutableArray<ControllerChoice> Controllers { get; init; } =
        [ControllerChoice.Fixed, ControllerChoice.Actuated, ControllerChoice.Adaptive, ControllerChoice.Actuated, ControllerChoice.Fixed];

    /// <summary>Simulated time of each of a corridor's three days; more than 25 min: warm-up and longest horizon. Default 55 min.</summary>
    public Duration Length { get; init; } = Duration.FromSeconds(3300);

    /// <summary>Seconds from one row of a lane group to its next. Default 11: no divisor of a usual cycle.</summary>
    public int Stride { get; init; } = 11;

    /// <summary>Days simulated at the same time. Default 2.</summary>
    public int Threads { get; init; } = 2;

    public TreeOptions Trees { get; init; } = CongestionTrainer.DefaultTrees;

    /// <param name="progress">Told in words.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    public ExportedModel Run(Action<string> progress, CancellationToken cancellationToken)
    {
        var data = new CorridorData(Length, Stride, Threads);
        var learn = data.ForTraining(Seed * 1000, Corridors, Controllers, (done, of) => progress($"simulated day {done} of {of}"), cancellationToken);
        var calibrate = data.ForTraining(
            Seed * 1000 + (ulong)Corridors, CalibrationCorridors, Controllers, (done, of) => progress($"simulated calibration day {done} of {of}"), cancellationToken);
        progress($"{learn.Count} rows to learn from, {calibrate.Count} to calibrate with");
        var trainer = new CongestionTrainer(Trees, head => progress($"boosted head {head} of {ModelHeads.Count}"));
        var (heads, calibration) = trainer.Train(learn, calibrate, Seed, cancellationToken);
        return ModelExport.Write(
            CongestionGraph.Build(heads, calibration), calibrate.Features, trainer.Raw,
            string.Create(
                CultureInfo.InvariantCulture,
                $"embedded simulator: {Corridors} sampled corridors ({learn.Count} rows), {CalibrationCorridors} more for calibration ({calibrate.Count} rows); "
                + $"{string.Join(", ", Controllers.Distinct().Select(c => c.Word()))}; 0, 10, 30 % of detectors lost; surges, blocked lanes"),
            string.Create(CultureInfo.InvariantCulture, $"3 days of {Length.TotalSeconds / 60:0} simulated minutes each"), Seed);
    }
}
