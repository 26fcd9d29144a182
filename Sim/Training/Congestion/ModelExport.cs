using System.Collections.Immutable;
using System.Reflection;
using Signals.Core.Prediction;
using Signals.Prediction.Ladder;

namespace Signals.Sim.Training.Congestion;

/// <summary>Turns a graph into a model file that the running system accepts, and refuses one that does not answer as LightGBM does.</summary>
public static class ModelExport
{
    /// <summary>Rows that the file carries with their answers.</summary>
    private const int GoldenRows = 4;

    /// <summary>Inputs whose range in training is written down: those that move with traffic, not with the place.</summary>
    private static readonly ImmutableArray<int> Watched =
        [FeatureColumn.Flow, FeatureColumn.QueueShare, FeatureColumn.OccupancyMean, FeatureColumn.Speed, FeatureColumn.ArrivalSum + 1];

    /// <summary>Share of training values, at most, below the first and above the last edge of a watched input: less than what the ladder takes for unseen.</summary>
    private const double Outside = InputWatch.UnseenShare / 2;

    /// <summary>Revision that this program was built from.</summary>
    public static string Commit =>
        typeof(ModelExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[^1] ?? "unknown";

    /// <param name="trained">The model; its answers are those to the rows of the calibration, and the file must give the same.</param>
    /// <param name="learned">Rows that it learned from: the ranges of watched inputs.</param>
    /// <param name="calibrated">Rows of the calibration, from which golden vectors are taken.</param>
    /// <param name="data">Training data in words.</param>
    /// <param name="window">Simulated period in words.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <exception cref="InvalidOperationException">The file answers otherwise than LightGBM.</exception>
    public static ExportedModel Write(TrainedHeads trained, FeatureTable learned, FeatureTable calibrated, string data, string window, ulong seed)
    {
        var graph = CongestionGraph.Build(trained.Trees, trained.Calibration);
        var answers = ModelAnswers.Of(graph.ToModel([]), calibrated);
        var worst = answers.Zip(trained.Answers, (found, expected) => (double)Math.Abs(found - expected) / Math.Max(1, expected)).Max();
        if (!(worst <= GoldenVectors.Tolerance))
        {
            throw new InvalidOperationException($"the exported model differs from LightGBM by {worst:g3} of a value; allowed: {GoldenVectors.Tolerance}");
        }

        var metadata = new ModelMetadata
        {
            TrainingWindow = window,
            TrainingData = data,
            Commit = Commit,
            Seed = seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Golden = Golden(calibrated, answers),
            InputShapes = [.. Watched.Select(column => Shape(learned, column))],
        };
        return new ExportedModel(graph.ToModel(metadata.ToProperties()), metadata, worst);
    }

    private static GoldenVectors Golden(FeatureTable rows, float[] answers)
    {
        var (inputs, outputs) = (new List<float>(), new List<float>());
        for (var i = 0; i < GoldenRows; i++)
        {
            var row = i * (rows.Rows - 1) / (GoldenRows - 1);
            inputs.AddRange(rows[row]);
            outputs.AddRange(answers.AsSpan(row * ForecastOutputs.Count, ForecastOutputs.Count));
        }

        return new GoldenVectors([.. inputs], [.. outputs]);
    }

    /// <summary>
    /// Only the range is kept. One place sees but a part of what all training places saw, so finer bins would tell every place from the mean of all; what matters is
    /// whether the trees are asked beyond where they learned. The first edge lies just below the range, so that its least value, often zero, is inside.
    /// </summary>
    internal static InputShape Shape(FeatureTable rows, int column)
    {
        var values = Enumerable.Range(0, rows.Rows).Select(row => rows[row][column]).Where(float.IsFinite).Order().ToArray();
        var low = values.Length == 0 ? 0 : values[(int)(Outside * (values.Length - 1))];
        var high = values.Length == 0 ? 0 : values[(int)Math.Ceiling((1 - Outside) * (values.Length - 1))];
        return new InputShape(column, [MathF.BitDecrement(low), high], [(float)Outside, (float)(1 - 2 * Outside), (float)Outside]);
    }
}

/// <summary>A model file and what is known of it.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Metadata">What it says of itself.</param>
/// <param name="Parity">Largest difference from LightGBM, as a share of the value.</param>
public sealed record ExportedModel(byte[] Bytes, ModelMetadata Metadata, double Parity)
{
    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public string Hash => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Bytes));
}
