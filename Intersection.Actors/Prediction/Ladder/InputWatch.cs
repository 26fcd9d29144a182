using Signals.Core.Prediction;

namespace Signals.Prediction.Ladder;

/// <summary>
/// How the inputs of a window compare with those of the training. Novel is a value outside the schema's range, or in a bin that holds next to nothing of the training data. The
/// population stability index (PSI = Σ (a − e) ln (a / e)) is shown but trips nothing: one intersection in one hour is always narrower than a training set of many.
/// </summary>
public sealed class InputWatch
{
    /// <summary>A bin with less than this share of the training data counts as unseen.</summary>
    public const float UnseenShare = 0.001f;

    private const int MostShapes = 64;
    private const int MostBins = 32;

    /// <summary>Share put into an empty bin, so that the index stays finite.</summary>
    private const double LeastShare = 1e-3;

    private readonly int[] _counts = new int[MostShapes * MostBins];
    private long _known;
    private long _novel;

    /// <summary>Share of novel values in the present window; 0 before the first.</summary>
    public double Novelty => _known == 0 ? 0 : (double)_novel / _known;

    /// <summary>Greatest PSI of all watched inputs over the last complete window.</summary>
    public double StabilityIndex { get; private set; }

    public void Note(ReadOnlySpan<float> rows, ReadOnlySpan<InputShape> shapes)
    {
        for (var start = 0; start < rows.Length; start += FeatureColumn.Count)
        {
            var row = rows.Slice(start, FeatureColumn.Count);
            if (shapes.IsEmpty)
            {
                NoteRange(row);
            }

            for (var s = 0; s < Math.Min(shapes.Length, MostShapes); s++)
            {
                NoteShape(row, shapes[s], s);
            }
        }
    }

    public void EndWindow(ReadOnlySpan<InputShape> shapes)
    {
        StabilityIndex = 0;
        for (var s = 0; s < Math.Min(shapes.Length, MostShapes); s++)
        {
            StabilityIndex = Math.Max(StabilityIndex, IndexOf(shapes[s], s));
        }

        Array.Clear(_counts);
        _known = 0;
        _novel = 0;
    }

    private static bool IsOutside(float value, int column) =>
        value < FeatureSchema.Features[column].Minimum - 1e-3f || value > FeatureSchema.Features[column].Maximum || float.IsInfinity(value);

    private void NoteRange(ReadOnlySpan<float> row)
    {
        for (var column = 0; column < row.Length; column++)
        {
            if (!float.IsNaN(row[column]))
            {
                _known++;
                _novel += IsOutside(row[column], column) ? 1 : 0;
            }
        }
    }

    private void NoteShape(ReadOnlySpan<float> row, InputShape shape, int index)
    {
        var value = row[shape.Column];
        if (float.IsNaN(value))
        {
            return;
        }

        var bin = Math.Min(shape.BinOf(value), MostBins - 1);
        _counts[index * MostBins + bin]++;
        _known++;
        _novel += IsOutside(value, shape.Column) || shape.Shares[Math.Min(bin, shape.Shares.Length - 1)] < UnseenShare ? 1 : 0;
    }

    private double IndexOf(InputShape shape, int index)
    {
        var counts = _counts.AsSpan(index * MostBins, Math.Min(shape.Shares.Length, MostBins));
        var total = 0;
        foreach (var count in counts)
        {
            total += count;
        }

        var sum = 0.0;
        for (var bin = 0; bin < counts.Length && total > 0; bin++)
        {
            var actual = Math.Max(LeastShare, (double)counts[bin] / total);
            var expected = Math.Max(LeastShare, shape.Shares[bin]);
            sum += (actual - expected) * Math.Log(actual / expected);
        }

        return sum;
    }
}
