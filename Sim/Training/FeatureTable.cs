namespace Signals.Sim.Training;

/// <summary>
/// Rows of raw float32 features, one after the other in memory, as trainers and the runtime take them. NaN is a missing value. A table owns its memory; rows are
/// appended until it is full.
/// </summary>
/// <param name="columns">Features of a row, ≥ 1.</param>
/// <param name="capacity">Most rows; columns × capacity must fit an array.</param>
public sealed class FeatureTable(int columns, int capacity)
{
    private readonly float[] _values = new float[checked(columns * capacity)];

    /// <summary>Features of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>All values, row by row.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Rows * Columns);

    /// <summary>One row; may be written to.</summary>
    public Span<float> this[int row] => _values.AsSpan(row * Columns, Columns);

    /// <summary>Appends a row of NaN and gives it for writing.</summary>
    /// <exception cref="InvalidOperationException">The table is full.</exception>
    public Span<float> Append()
    {
        if ((Rows + 1) * Columns > _values.Length)
        {
            throw new InvalidOperationException($"the table holds {Rows} rows and no more; create it with a larger capacity");
        }

        Rows++;
        var row = this[Rows - 1];
        row.Fill(float.NaN);
        return row;
    }
}
