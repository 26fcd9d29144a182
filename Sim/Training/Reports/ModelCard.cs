using System.Globalization;
using Signals.Core.Prediction;
using Signals.Sim.Training.Congestion;

namespace Signals.Sim.Training.Reports;

/// <summary>The page that goes with a model file: what it is for, what it learned from, how well it does, and where it fails.</summary>
public static class ModelCard
{
    /// <param name="model">The file.</param>
    /// <param name="training">How it was made.</param>
    /// <param name="results">Tables of its evaluation, as Markdown.</param>
    public static string Write(ExportedModel model, CongestionTraining training, string results) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        # Congestion model

        Arrivals of each lane group in the next 5, 15, 30, 60 s, 5 and 15 min (mean and quantiles 0.1, 0.5, 0.9), and the probability of spillback and of overload within 60 s, 5 and
        15 min under the planned timing. Advice for the optimiser; no minimum, clearance, conflict or waiting limit depends on it.

        | | |
        |---|---|
        | File | {model.Bytes.Length / 1024.0 / 1024.0:F2} MiB, SHA-256 `{model.Hash}` |
        | Form | ONNX (opset 17, ai.onnx.ml 3): one TreeEnsembleRegressor of {ModelHeads.Count} heads, {training.Trees.Total} trees (means {training.Trees.Mean.Trees} x {training.Trees.Mean.Leaves} leaves each), links and calibration in the graph |
        | Input | `x` float32 [rows, {FeatureColumn.Count}], a row a lane group, raw values, NaN for missing; schema `{FeatureSchema.Hash}` |
        | Output | `y` float32 [rows, {ForecastOutputs.Count}], named in the metadata |
        | Training data | {model.Metadata.TrainingData} |
        | Training window | {model.Metadata.TrainingWindow} |
        | Made by | `sim train --seed {training.Seed} --corridors {training.Corridors} --calibration {training.CalibrationCorridors} --minutes {training.Length.TotalSeconds / 60:0} --trees {training.Trees.Mean.Trees}{SumoPart(training)}`, commit `{model.Metadata.Commit}`, LightGBM 4.7.0 on one thread |
        | Parity | largest difference of ONNX Runtime from LightGBM on the calibration rows: {model.Parity:E1} of a value |

        The command repeats the file bit by bit when it is run from that commit; from a later one only the commit in the metadata differs, as long as nothing of the simulator, the
        features or the training has changed.

        ## Labels
        Arrivals: vehicles that truly enter the farthest detection zone of the lane group (the stop-line zone where there is no other). Spillback: the standing queue reaches
        {100 * ForecastOutputs.SpillbackShare:0} % of the storage at any time of the window. Overload: standing queue and arrivals exceed what the green shown in the window discharges at saturation flow.

        ## Method
        Means: Poisson deviance, as a factor on what is usual (on the last quarter of an hour where that is not known). Quantiles: so many learned spreads from the mean, on the scale of the square
        root, by split conformal calibration, for {Calibration.KindCount} kinds of forecasts from few to many vehicles apart. Events: log loss, then Platt's line. Calibration on corridors that the trees did not see. History
        features come from the other days of the same corridor, and are missing in a quarter of the rows. No tree looks at the time of day.

        ## Results
        Corridors, days and the controller (max-pressure) were used neither in training nor in calibration.

        Intervals: each count is spread evenly over the unit about it. Nothing lies below a lower end of zero, so that such an interval covers 90 % when honest; hence each end is judged where something
        can lie beyond it, and "both ends leave inside" is 80 % when both are honest.

        {results}
        ## Known limits
        - Learned from simulated traffic only: NEMA intersections with two or one through lanes and left pockets, 150 to 550 m apart. Other layouts are extrapolation; the ladder judges the model at each place by its own errors.
        - Arrivals are the true ones. Where the only zone is a presence zone at the stop line, sensors count fewer vehicles than come, and the model's forecast is above such counts.
        - Special events and days that history does not know are only followed through today's ratio to history.
        """);

    private static string SumoPart(CongestionTraining training) => training.SumoMaps.IsEmpty
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" {string.Join(' ', training.SumoMaps.Select(map => $"--sumo {Path.GetFileName(map)}"))} --sumo-sets {training.SumoSets}");
}
