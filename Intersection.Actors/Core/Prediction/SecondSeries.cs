namespace Signals.Core.Prediction;

/// <summary>A quarter of an hour of values, one a second, with running sums over the windows of the features. A value that is not known is NaN: missing is not zero.</summary>
internal sealed class SecondSeries
{
    /// <summary>Seconds that are kept.</summary>
    public const int Capacity = 900;

    /// <summary>A window of which less than this share is known gives no sum.</summary>
    private const double LeastKnown = 1.0 / 3;

    private static readonly int[] Windows = [60, 300, Capacity];

    private readonly float[] _values = new float[Capacity];
    private readonly double[] _sums = new double[Windows.Length];
    private readonly int[] _known = new int[Windows.Length];
    private int _next;
    private int _filled;

    /// <summary>Seconds since the last known value, at most <see cref="Capacity"/>.</summary>
    public int SinceKnown { get; private set; } = Capacity;

    /// <summary>Value of a past second, 0 = the last one; NaN when it is not known or not kept.</summary>
    public float Ago(int seconds) => seconds >= _filled ? float.NaN : _values[(_next - 1 - seconds + 2 * Capacity) % Capacity];

    public void Add(float value)
    {
        for (var w = 0; w < Windows.Length; w++)
        {
            var leaving = Ago(Windows[w] - 1);
            if (!float.IsNaN(leaving))
            {
                _sums[w] -= leaving;
                _known[w]--;
            }

            if (!float.IsNaN(value))
            {
                _sums[w] += value;
                _known[w]++;
            }
        }

        SinceKnown = float.IsNaN(value) ? Math.Min(Capacity, SinceKnown + 1) : 0;
        _values[_next] = value;
        _next = (_next + 1) % Capacity;
        _filled = Math.Min(Capacity, _filled + 1);
    }

    /// <summary>Sum over a window (0: 60 s, 1: 300 s, 2: 900 s), scaled up for what is missing; NaN when less than a third is known.</summary>
    public float Sum(int window) => _known[window] < LeastKnown * Windows[window] ? float.NaN : (float)(Math.Max(0, _sums[window]) * Windows[window] / _known[window]);

    /// <summary>Mean over the part of a window that is known; NaN when less than a third is.</summary>
    public float Mean(int window) => Sum(window) / Windows[window];

    /// <summary>Share of a window's seconds that is not known, 0–1.</summary>
    public float Missing(int window) => 1 - (float)_known[window] / Windows[window];

    /// <summary>Sum of a 5-s lag, 0 = the latest; NaN when more than two of its seconds are missing.</summary>
    public float Lag(int lag)
    {
        var sum = 0f;
        var known = 0;
        for (var second = lag * FeatureColumn.LagSeconds; second < (lag + 1) * FeatureColumn.LagSeconds; second++)
        {
            var value = Ago(second);
            sum += float.IsNaN(value) ? 0 : value;
            known += float.IsNaN(value) ? 0 : 1;
        }

        return known < FeatureColumn.LagSeconds - 2 ? float.NaN : sum * FeatureColumn.LagSeconds / known;
    }

    /// <summary>What came in the same part of the last cycle: the sum over the next <paramref name="seconds"/>, one cycle ago.</summary>
    public float LastCycle(int cycleSeconds, int seconds)
    {
        var sum = 0f;
        for (var ahead = 0; ahead < seconds; ahead++)
        {
            sum += Ago(cycleSeconds - 1 - ahead % cycleSeconds);
        }

        return sum;
    }
}
