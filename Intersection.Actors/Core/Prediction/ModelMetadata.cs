using System.Collections.Immutable;

namespace Signals.Core.Prediction;

/// <summary>What a model file says of itself, in the <c>metadata_props</c> of its ONNX graph. Checked before a model is used.</summary>
public sealed record ModelMetadata
{
    public const string SchemaKey = "signals.schema";
    public const string HorizonsKey = "signals.horizons";
    public const string OutputsKey = "signals.outputs";
    public const string WindowKey = "signals.training.window";
    public const string DataKey = "signals.training.data";
    public const string CommitKey = "signals.training.commit";
    public const string SeedKey = "signals.training.seed";
    public const string GoldenKey = "signals.golden";
    public const string InputShapeKey = "signals.input.shape";

    /// <summary>Name of the graph's input, float32 [rows, <see cref="FeatureColumn.Count"/>].</summary>
    public const string InputName = "x";

    /// <summary>Name of the graph's output, float32 [rows, <see cref="ForecastOutputs.Count"/>].</summary>
    public const string OutputName = "y";

    /// <summary>Period that the training data cover, in words.</summary>
    public required string TrainingWindow { get; init; }

    /// <summary>Data sets it was trained on, in words.</summary>
    public required string TrainingData { get; init; }

    /// <summary>Source revision that trained it.</summary>
    public required string Commit { get; init; }

    /// <summary>Seed from which the training can be repeated.</summary>
    public required string Seed { get; init; }

    public required GoldenVectors Golden { get; init; }

    /// <summary>Distribution of chosen inputs in the training data; empty when the model does not say.</summary>
    public ImmutableArray<InputShape> InputShapes { get; init; } = [];

    /// <summary>All entries, for the writer of a model file.</summary>
    public IReadOnlyDictionary<string, string> ToProperties() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [SchemaKey] = FeatureSchema.Hash,
        [HorizonsKey] = string.Join(',', ForecastHorizons.Arrivals),
        [OutputsKey] = string.Join(',', ForecastOutputs.Names),
        [WindowKey] = TrainingWindow,
        [DataKey] = TrainingData,
        [CommitKey] = Commit,
        [SeedKey] = Seed,
        [GoldenKey] = Golden.ToText(),
        [InputShapeKey] = string.Join('\n', InputShapes.Select(s => s.ToText())),
    };

    /// <exception cref="InvalidDataException">An entry is missing, or the model was made for another contract; the message says which.</exception>
    public static ModelMetadata Parse(IReadOnlyDictionary<string, string> properties)
    {
        Require(properties, SchemaKey, FeatureSchema.Hash, "it was trained on another feature schema; train it again with this version");
        Require(properties, HorizonsKey, string.Join(',', ForecastHorizons.Arrivals), "it forecasts other horizons");
        Require(properties, OutputsKey, string.Join(',', ForecastOutputs.Names), "it has other outputs");
        return new ModelMetadata
        {
            TrainingWindow = Entry(properties, WindowKey),
            TrainingData = Entry(properties, DataKey),
            Commit = Entry(properties, CommitKey),
            Seed = Entry(properties, SeedKey),
            Golden = GoldenVectors.Parse(Entry(properties, GoldenKey)),
            InputShapes = ShapesOf(properties),
        };
    }

    private static ImmutableArray<InputShape> ShapesOf(IReadOnlyDictionary<string, string> properties) =>
        properties.TryGetValue(InputShapeKey, out var text) && text.Length > 0 ? [.. text.Split('\n').Select(InputShape.Parse)] : [];

    private static string Entry(IReadOnlyDictionary<string, string> properties, string key) =>
        properties.TryGetValue(key, out var value) ? value : throw new InvalidDataException($"the model has no metadata entry '{key}'; only models of 'sim train' have them");

    private static void Require(IReadOnlyDictionary<string, string> properties, string key, string expected, string otherwise)
    {
        var found = Entry(properties, key);
        if (found != expected)
        {
            throw new InvalidDataException($"the model's '{key}' is '{found}', this version needs '{expected}': {otherwise}");
        }
    }
}
