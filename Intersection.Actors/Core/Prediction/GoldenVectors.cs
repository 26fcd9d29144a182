using System.Runtime.InteropServices;

namespace Signals.Core.Prediction;

/// <summary>A few inputs with the answers that the trainer got: a model that answers otherwise is not the one that was tested.</summary>
/// <param name="Inputs">Rows of <see cref="FeatureColumn.Count"/> values, one after the other; NaN for missing.</param>
/// <param name="Outputs">As many rows of <see cref="ForecastOutputs.Count"/> values.</param>
public sealed record GoldenVectors(float[] Inputs, float[] Outputs)
{
    /// <summary>Greatest deviation allowed, relative to the value or to 1, whichever is greater: float32 sums of a thousand trees.</summary>
    public const float Tolerance = 1e-3f;

    public int Rows => Inputs.Length / FeatureColumn.Count;

    /// <summary>Base64 of the little-endian bytes: inputs, then outputs.</summary>
    public string ToText() => Convert.ToBase64String([.. MemoryMarshal.AsBytes(Inputs.AsSpan()), .. MemoryMarshal.AsBytes(Outputs.AsSpan())]);

    /// <exception cref="InvalidDataException">Not base64, or not a whole number of rows, or none.</exception>
    public static GoldenVectors Parse(string text)
    {
        var rowBytes = (FeatureColumn.Count + ForecastOutputs.Count) * sizeof(float);
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length == 0 || length % rowBytes != 0)
        {
            throw new InvalidDataException(
                $"the golden vectors are not base64 of whole rows of {FeatureColumn.Count} inputs and {ForecastOutputs.Count} outputs; export the model again");
        }

        var all = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, length));
        var inputs = length / rowBytes * FeatureColumn.Count;
        return new GoldenVectors(all[..inputs].ToArray(), all[inputs..].ToArray());
    }

    /// <summary>True when an answer is close enough to the golden one; not-a-number never is.</summary>
    public static bool Agrees(float golden, float answer) => Math.Abs(golden - answer) <= Tolerance * Math.Max(1, Math.Abs(golden));
}
