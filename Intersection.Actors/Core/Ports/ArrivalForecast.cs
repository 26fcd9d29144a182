using Signals.Core.Units;

namespace Signals.Core.Ports;

/// <summary>Where a forecast comes from, best first.</summary>
public enum ForecastSource : byte
{
    /// <summary>Trained model.</summary>
    Model = 0,

    /// <summary>Historic average, scaled by how today compares with it.</summary>
    HistoricRatio = 1,

    /// <summary>Measured flow carried on: no history yet.</summary>
    Persistence = 2,

    /// <summary>Historic average as it is: nothing is measured now.</summary>
    Historic = 3,

    /// <summary>The flow that the plan in force was made for: nothing measured, nothing known.</summary>
    PlanDefault = 4,
}

/// <summary>
/// Expected arrivals of one lane group, counted where <see cref="Sensing.LaneGroupEstimate.ArrivalsPerSecond"/> is: vehicles within the time from now on, cumulative, so each value is
/// at least the one before.
/// </summary>
/// <param name="In5s">Vehicles in the next 5 s.</param>
/// <param name="In15s">… 15 s.</param>
/// <param name="In30s">… 30 s.</param>
/// <param name="In60s">… 60 s.</param>
/// <param name="In5min">… 5 min.</param>
/// <param name="In15min">… 15 min.</param>
/// <param name="Source">Rung of the ladder.</param>
/// <param name="Age">Time since it was computed.</param>
/// <param name="Quality">0 (guess) – 1 (as good as it gets).</param>
public readonly record struct ArrivalForecast(
    float In5s, float In15s, float In30s, float In60s, float In5min, float In15min, ForecastSource Source, Duration Age, float Quality)
{
    /// <summary>Vehicles within any time from now on: linear between the horizons, the last rate beyond 15 min.</summary>
    public double Within(Duration time)
    {
        var seconds = Math.Max(0, time.TotalSeconds);
        return seconds switch
        {
            <= 5 => In5s * seconds / 5,
            <= 15 => Between(seconds, 5, In5s, 15, In15s),
            <= 30 => Between(seconds, 15, In15s, 30, In30s),
            <= 60 => Between(seconds, 30, In30s, 60, In60s),
            <= 300 => Between(seconds, 60, In60s, 300, In5min),
            _ => Between(seconds, 300, In5min, 900, In15min),
        };
    }

    private static double Between(double at, double from, double atFrom, double to, double atTo) =>
        atFrom + (atTo - atFrom) * (at - from) / (to - from);
}
