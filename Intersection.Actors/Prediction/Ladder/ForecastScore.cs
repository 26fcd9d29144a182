using Signals.Core.Units;

namespace Signals.Prediction.Ladder;

/// <summary>
/// How the model's arrivals of 60 s compare with what came, beside the forecast of history and ratio: over the last hour, in windows. The model is scored whether or not it speaks.
/// Allocates nothing after construction.
/// </summary>
public sealed class ForecastScore
{
    /// <summary>Horizon that is judged, s: within the planner's look-ahead, and long enough to be more than noise.</summary>
    public const int HorizonSeconds = 60;

    private readonly int _laneGroups;
    private readonly Entry[] _entries;
    private readonly Window[] _windows;
    private int _next;

    /// <param name="laneGroups">Lane groups of the intersection.</param>
    /// <param name="windows">Windows that are judged together.</param>
    public ForecastScore(int laneGroups, int windows)
    {
        _laneGroups = laneGroups;
        _entries = new Entry[HorizonSeconds * laneGroups];
        _windows = new Window[windows];
        Clear();
    }

    /// <summary>Forecasts that have come true in the windows kept.</summary>
    public long Samples => Total().Samples;

    /// <summary>Absolute error of the model against that of the floor; NaN before the first sample.</summary>
    public double ErrorRatio => Total() is var total && total.FloorError > 0 ? total.ModelError / total.FloorError : double.NaN;

    /// <summary>Share within the interval from 0.1 to 0.9; NaN before the first sample.</summary>
    public double Coverage => Total() is var total && total.Samples > 0 ? (double)total.Covered / total.Samples : double.NaN;

    /// <summary>Compares what came in the last minute with what had been said a minute ago.</summary>
    /// <param name="now">End of the minute.</param>
    /// <param name="laneGroup">Lane group.</param>
    /// <param name="arrived">Vehicles that came; NaN when it was not measured.</param>
    public void Settle(Instant now, int laneGroup, float arrived)
    {
        ref var entry = ref _entries[SlotOf(now, laneGroup)];
        if (!float.IsNaN(arrived) && now - entry.At == Duration.FromSeconds(HorizonSeconds))
        {
            _windows[_next].ModelError += Math.Abs(entry.Mean - arrived);
            _windows[_next].FloorError += Math.Abs(entry.Floor - arrived);
            _windows[_next].Covered += arrived >= entry.Low - 0.5f && arrived <= entry.High + 0.5f ? 1 : 0; // counts are whole, quantiles are not
            _windows[_next].Samples++;
        }

        entry = default;
    }

    /// <summary>Keeps a forecast until it has come true.</summary>
    public void Keep(Instant at, int laneGroup, float mean, float low, float high, float floor) =>
        _entries[SlotOf(at, laneGroup)] = new Entry(at, mean, low, high, floor);

    /// <summary>Begins the next window and forgets the oldest.</summary>
    public void EndWindow()
    {
        _next = (_next + 1) % _windows.Length;
        _windows[_next] = default;
    }

    /// <summary>Forgets all windows: what comes after a change is judged by itself.</summary>
    public void Clear() => Array.Clear(_windows);

    private int SlotOf(Instant at, int laneGroup) => (int)(at.UnixMilliseconds / 1000 % HorizonSeconds) * _laneGroups + laneGroup;

    private Window Total()
    {
        var total = default(Window);
        foreach (ref readonly var window in _windows.AsSpan())
        {
            total.ModelError += window.ModelError;
            total.FloorError += window.FloorError;
            total.Covered += window.Covered;
            total.Samples += window.Samples;
        }

        return total;
    }

    private readonly record struct Entry(Instant At, float Mean, float Low, float High, float Floor);

    private struct Window
    {
        public double ModelError;
        public double FloorError;
        public long Covered;
        public long Samples;
    }
}
