namespace Signals.Sim.Training.Counts;

/// <summary>Rows of one horizon: features, what came, and the base from which the models learn to deviate.</summary>
internal sealed class CountRows
{
    /// <summary>Vehicles added to observed and usual counts of the last hour: at small counts the ratio stays near 1.</summary>
    public const float RatioShrink = 40;

    private readonly List<float> _actual = [];
    private readonly List<float> _base = [];
    private readonly List<(int Place, int Bin)> _at = [];

    private CountRows(int columns, int capacity) => Features = new FeatureTable(columns, capacity);

    public FeatureTable Features { get; }

    /// <summary>Rows.</summary>
    public int Count => _actual.Count;

    /// <param name="fromDay">First day of the forecast bins.</param>
    /// <param name="toDay">Day after the last.</param>
    /// <param name="ahead">Horizon, bins.</param>
    /// <param name="stride">Every so many bins of a place; places take turns, so that no time of day is left out.</param>
    public static CountRows Of(CountHistory history, CountFeatures features, int fromDay, int toDay, int ahead, int stride)
    {
        var (from, to) = (fromDay * history.BinsPerDay, Math.Min(toDay * history.BinsPerDay, history.Bins) - ahead);
        var rows = new CountRows(features.Columns, Math.Max(1, ((to - from) / stride + 1) * history.Places.Length));
        for (var bin = from; bin < to; bin++)
        {
            for (var place = 0; place < history.Places.Length; place++)
            {
                var counts = history.Counts[place];
                if ((bin + place) % stride == 0 && !float.IsNaN(counts[bin]) && !float.IsNaN(counts[bin + ahead]) && !float.IsNaN(features.Usual(place).Weekly[bin + ahead]))
                {
                    rows.Add(features, place, bin, ahead, counts[bin + ahead], history.BinsPerDay / 24);
                }
            }
        }

        return rows;
    }

    public float Actual(int row) => _actual[row];

    /// <summary>Usual count of the target bin × today's ratio: where models start from.</summary>
    public float Base(int row) => _base[row];

    /// <summary>Size of an ordinary deviation: counts scatter with their root.</summary>
    public float Scale(int row) => MathF.Sqrt(_base[row] + 10);

    public (int Place, int Bin) At(int row) => _at[row];

    /// <summary>Deviation from the base in scales.</summary>
    public float[] Labels() => [.. Enumerable.Range(0, Count).Select(row => (Actual(row) - Base(row)) / Scale(row))];

    /// <summary>Weights that turn scaled errors back into vehicles, mean 1.</summary>
    public float[] Weights()
    {
        var mean = Enumerable.Range(0, Count).Average(Scale);
        return [.. Enumerable.Range(0, Count).Select(row => Scale(row) / mean)];
    }

    /// <summary>A forecast from a deviation; never negative.</summary>
    public float Forecast(int row, double deviation) => Math.Max(0, Base(row) + Scale(row) * (float)deviation);

    private void Add(CountFeatures features, int place, int bin, int ahead, float actual, int hour)
    {
        features.Write(Features.Append(), place, bin, ahead);
        _actual.Add(actual);
        _base.Add(features.Usual(place).Smooth[bin + ahead] * features.Ratio(place, bin, hour, RatioShrink));
        _at.Add((place, bin));
    }
}
