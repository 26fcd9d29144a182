using System.Collections.Immutable;
using System.Globalization;

namespace Signals.Core.Prediction;

/// <summary>How one input was distributed in the training data: edges of bins and the share of values in each. Known values only, missing ones are left out.</summary>
/// <param name="Column">Column of the feature.</param>
/// <param name="Edges">Upper edges of all bins but the last, ascending; a value belongs to the first bin whose edge it does not exceed.</param>
/// <param name="Shares">Share of each bin, one more than edges, adding to 1.</param>
public sealed record InputShape(int Column, ImmutableArray<float> Edges, ImmutableArray<float> Shares)
{
    /// <summary>Bin of a value.</summary>
    public int BinOf(float value)
    {
        var bin = 0;
        while (bin < Edges.Length && value > Edges[bin])
        {
            bin++;
        }

        return bin;
    }

    /// <summary><c>queue;0,1.5,4;0.5,0.2,0.2,0.1</c>.</summary>
    public string ToText() => $"{FeatureSchema.Features[Column].Name};{Join(Edges)};{Join(Shares)}";

    /// <exception cref="InvalidDataException">Unknown feature, or not the form of <see cref="ToText"/>.</exception>
    public static InputShape Parse(string text)
    {
        var parts = text.Split(';');
        if (parts.Length == 3 && FeatureSchema.IndexOf(parts[0]) is var column and >= 0
            && TryNumbers(parts[1], out var edges) && TryNumbers(parts[2], out var shares) && shares.Length == edges.Length + 1)
        {
            return new InputShape(column, edges, shares);
        }

        throw new InvalidDataException($"'{text}' is no input shape; expected 'feature;edge,edge,…;share,share,…' with one share more than edges");
    }

    private static string Join(ImmutableArray<float> values) => string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private static bool TryNumbers(string text, out ImmutableArray<float> numbers)
    {
        var found = ImmutableArray.CreateBuilder<float>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                numbers = [];
                return false;
            }

            found.Add(number);
        }

        numbers = found.ToImmutable();
        return true;
    }
}
