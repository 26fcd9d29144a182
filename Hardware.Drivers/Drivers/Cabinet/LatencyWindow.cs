namespace Signals.Drivers.Cabinet;

/// <summary>Round-trip times of the last 1024 exchanges. Thread-safe.</summary>
public sealed class LatencyWindow
{
    private const int Size = 1024;

    private readonly Lock _gate = new();
    private readonly double[] _milliseconds = new double[Size];
    private long _count;

    /// <summary>Samples since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Add(TimeSpan sample)
    {
        lock (_gate)
        {
            _milliseconds[_count % Size] = sample.TotalMilliseconds;
            _count++;
        }
    }

    /// <summary>Percentile in milliseconds, NaN before the first sample.</summary>
    /// <param name="percent">0–100.</param>
    public double Percentile(double percent)
    {
        lock (_gate)
        {
            var filled = (int)Math.Min(_count, Size);
            if (filled == 0)
            {
                return double.NaN;
            }

            var sorted = _milliseconds[..filled];
            Array.Sort(sorted);
            return sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * filled) - 1, 0, filled - 1)];
        }
    }
}
