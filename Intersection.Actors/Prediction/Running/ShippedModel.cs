namespace Signals.Prediction.Running;

/// <summary>The model that comes with the product, inside this assembly; its card lies beside its source.</summary>
public static class ShippedModel
{
    private const string Resource = "congestion.onnx";

    /// <summary>False in a build that has none.</summary>
    public static bool Exists => typeof(ShippedModel).Assembly.GetManifestResourceInfo(Resource) is not null;

    /// <summary>Loads and checks it.</summary>
    /// <exception cref="InvalidDataException">This build has none, or it does not fit this build.</exception>
    public static OnnxCongestionModel Load()
    {
        using var stream = typeof(ShippedModel).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException("this build ships no model; train one with 'sim train' and name it in the corridor file: prediction-model");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return OnnxCongestionModel.Load(Resource, bytes);
    }
}
