namespace Signals.Sim.Training.Networks;

/// <summary>
/// Brings features to mean 0 and standard deviation 1, and missing values to 0, the mean. Values beyond ±<see cref="Bound"/> are cut: a broken sensor must not
/// drive a network where it has never been.
/// </summary>
public sealed class ColumnScaling
{
    /// <summary>Standard deviations.</summary>
    public const float Bound = 5;

    private readonly float[] _mean;
    private readonly float[] _scale;

    private ColumnScaling(float[] mean, float[] scale)
    {
        _mean = mean;
        _scale = scale;
    }

    /// <summary>Learns mean and spread of each column; columns that never change stay 0.</summary>
    public static ColumnScaling Of(FeatureTable table)
    {
        var (sum, squares, counts) = (new double[table.Columns], new double[table.Columns], new long[table.Columns]);
        for (var r = 0; r < table.Rows; r++)
        {
            var row = table[r];
            for (var c = 0; c < row.Length; c++)
            {
                if (float.IsFinite(row[c]))
                {
                    sum[c] += row[c];
                    squares[c] += (double)row[c] * row[c];
                    counts[c]++;
                }
            }
        }

        var mean = sum.Select((s, c) => counts[c] == 0 ? 0 : s / counts[c]).ToArray();
        var deviation = squares.Select((s, c) => counts[c] == 0 ? 0 : Math.Sqrt(Math.Max(0, s / counts[c] - mean[c] * mean[c]))).ToArray();
        return new ColumnScaling([.. mean.Select(m => (float)m)], [.. deviation.Select(d => d < 1e-6 ? 0 : (float)(1 / d))]);
    }

    public void Apply(ReadOnlySpan<float> row, Span<float> scaled)
    {
        for (var c = 0; c < row.Length; c++)
        {
            scaled[c] = float.IsFinite(row[c]) ? Math.Clamp((row[c] - _mean[c]) * _scale[c], -Bound, Bound) : 0;
        }
    }
}
