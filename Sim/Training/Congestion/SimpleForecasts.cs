using Signals.Core.Prediction;

namespace Signals.Sim.Training.Congestion;

/// <summary>What can be said of arrivals without learning, from the same feature row. Where one does not know, it says what the next simpler one does.</summary>
internal static class SimpleForecasts
{
    /// <summary>As many as in the same time just past.</summary>
    public static float Persistence(ReadOnlySpan<float> row, int horizon)
    {
        var seconds = ForecastHorizons.Arrivals[horizon];
        var past = seconds < 60 ? Lags(row, seconds / FeatureColumn.LagSeconds) : row[FeatureColumn.ArrivalSum + (seconds == 60 ? 0 : seconds == 300 ? 1 : 2)];
        return Known(past, row[FeatureColumn.Flow] * seconds);
    }

    /// <summary>As many as in the same part of the last cycle; persistence for horizons beyond a cycle.</summary>
    public static float LastCycle(ReadOnlySpan<float> row, int horizon) =>
        horizon < ForecastHorizons.Near ? Known(row[FeatureColumn.LastCycleWithin + horizon], Persistence(row, horizon)) : Persistence(row, horizon);

    /// <summary>The last quarter of an hour carried on.</summary>
    public static float QuarterHour(ReadOnlySpan<float> row, int horizon) =>
        Known(row[FeatureColumn.ArrivalSum + 2] * ForecastHorizons.Arrivals[horizon] / 900, Persistence(row, horizon));

    /// <summary>As many as usual at this time.</summary>
    public static float HistoricAverage(ReadOnlySpan<float> row, int horizon) => Known(row[FeatureColumn.HistoricWithin + horizon], QuarterHour(row, horizon));

    /// <summary>As many as usual, times how today compares.</summary>
    public static float HistoricRatio(ReadOnlySpan<float> row, int horizon) => HistoricAverage(row, horizon) * Known(row[FeatureColumn.HistoricRatio], 1);

    /// <summary>Events: 1 where the last time as long had one as far as the tick could see, for every row.</summary>
    public static float[] Event(Corridors.SimulatedRows rows, int index)
    {
        var window = index % ForecastHorizons.Risks.Length;
        var (column, limit) = index < ForecastHorizons.Risks.Length ? (FeatureColumn.QueuePeak, (float)ForecastOutputs.SpillbackShare) : (FeatureColumn.LoadPast, 1f);
        return [.. Enumerable.Range(0, rows.Count).Select(row => rows.Features[row][column + window] > limit ? 1f : 0f)];
    }

    private static float Lags(ReadOnlySpan<float> row, int count)
    {
        var sum = 0f;
        for (var lag = 0; lag < count; lag++)
        {
            sum += row[FeatureColumn.ArrivalLag + lag];
        }

        return sum;
    }

    private static float Known(float value, float otherwise) => float.IsFinite(value) ? value : float.IsFinite(otherwise) ? otherwise : 0;
}
