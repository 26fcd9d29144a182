using System.Collections.Immutable;
using System.Globalization;

namespace Signals.Sim.Training.Trees;

/// <summary>Reads LightGBM's text of a model (version 4) into trees over float32 features.</summary>
public static class TreeText
{
    /// <summary>decision_type: bit 0 categorical, bit 1 missing values go left, bits 2–3 what counts as missing (0 nothing, 1 zero, 2 NaN).</summary>
    private const int Categorical = 1;

    private const int DefaultLeft = 2;
    private const int MissingShift = 2;
    private const int MissingNone = 0;
    private const int MissingZero = 1;

    /// <exception cref="InvalidDataException">The text is not a model, or uses categorical splits or zero as missing, which the export does not know.</exception>
    public static ImmutableArray<DecisionTree> Parse(string text)
    {
        var trees = ImmutableArray.CreateBuilder<DecisionTree>();
        Dictionary<string, string>? fields = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("Tree=", StringComparison.Ordinal) || line.StartsWith("end of trees", StringComparison.Ordinal))
            {
                Close(fields, trees);
                fields = [];
                if (line[0] == 'e')
                {
                    return trees.ToImmutable();
                }
            }
            else if (fields is not null && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                fields[line[..at]] = line[(at + 1)..];
            }
        }

        throw new InvalidDataException("the text does not end its trees; it is not a whole LightGBM model");
    }

    /// <summary>Largest float32 that is not above a double: float32 values are ≤ the double exactly where they are ≤ this.</summary>
    public static float RoundDown(double value)
    {
        var nearest = (float)value;
        return nearest > value ? MathF.BitDecrement(nearest) : nearest;
    }

    private static void Close(Dictionary<string, string>? fields, ImmutableArray<DecisionTree>.Builder trees)
    {
        if (fields is null)
        {
            return;
        }

        var leaves = Numbers(fields, "leaf_value", t => (float)double.Parse(t, CultureInfo.InvariantCulture));
        trees.Add(new DecisionTree(leaves.Length < 2 ? [] : Splits(fields), leaves));
    }

    private static ImmutableArray<TreeSplit> Splits(Dictionary<string, string> fields)
    {
        var features = Numbers(fields, "split_feature", t => int.Parse(t, CultureInfo.InvariantCulture));
        var thresholds = Numbers(fields, "threshold", Threshold);
        var kinds = Numbers(fields, "decision_type", t => int.Parse(t, CultureInfo.InvariantCulture));
        var left = Numbers(fields, "left_child", t => int.Parse(t, CultureInfo.InvariantCulture));
        var right = Numbers(fields, "right_child", t => int.Parse(t, CultureInfo.InvariantCulture));
        return [.. features.Select((feature, i) => new TreeSplit(feature, RoundDown(thresholds[i]), MissingLeft(kinds[i], thresholds[i]), left[i], right[i]))];
    }

    /// <summary>A split that saw no missing value takes NaN for zero.</summary>
    private static bool MissingLeft(int kind, double threshold)
    {
        var missing = kind >> MissingShift;
        if ((kind & Categorical) != 0 || missing == MissingZero)
        {
            throw new InvalidDataException("a split is categorical or takes zero as missing; train without categorical features and with zero_as_missing=false");
        }

        return missing == MissingNone ? threshold >= 0 : (kind & DefaultLeft) != 0;
    }

    /// <summary>A split that only parts known from missing values has the threshold <c>inf</c>.</summary>
    private static double Threshold(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static ImmutableArray<T> Numbers<T>(Dictionary<string, string> fields, string name, Func<string, T> parse) =>
        fields.TryGetValue(name, out var text)
            ? [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(parse)]
            : throw new InvalidDataException($"a tree has no {name}; it is not a LightGBM model of version 4");
}
