namespace Signals.Sim.Training.Scoring;

/// <summary>Errors of a forecast, kept by block (a day, a corridor), because errors within a block resemble each other and only whole blocks may be drawn again.</summary>
/// <param name="blocks">Number of blocks.</param>
public sealed class BlockErrors(int blocks)
{
    private readonly double[] _absolute = new double[blocks];
    private readonly double[] _squares = new double[blocks];
    private readonly double[] _actual = new double[blocks];
    private readonly long[] _counts = new long[blocks];

    /// <summary>Forecasts so far.</summary>
    public long Count => _counts.Sum();

    /// <summary>Mean absolute error.</summary>
    public double Mae => _absolute.Sum() / Count;

    /// <summary>Root of the mean squared error.</summary>
    public double Rmse => Math.Sqrt(_squares.Sum() / Count);

    /// <summary>Absolute errors as a share of everything that was counted.</summary>
    public double Wape => _absolute.Sum() / _actual.Sum();

    public void Add(int block, double forecast, double actual)
    {
        var error = forecast - actual;
        _absolute[block] += Math.Abs(error);
        _squares[block] += error * error;
        _actual[block] += actual;
        _counts[block]++;
    }

    /// <summary>95 % interval of the mean absolute error, by drawing blocks with replacement.</summary>
    public (double Low, double High) MaeInterval(ulong seed = 1) => Interval(seed, drawn => Ratio(drawn, _absolute));

    /// <summary>95 % interval of this mean absolute error as a share of another's on the same forecasts; both below 1: surely better.</summary>
    public (double Low, double High) ShareInterval(BlockErrors other, ulong seed = 1) =>
        Interval(seed, drawn => Ratio(drawn, _absolute) / Ratio(drawn, other._absolute));

    private double Ratio(int[] drawn, double[] values)
    {
        var (sum, n) = (0.0, 0L);
        foreach (var block in drawn)
        {
            sum += values[block];
            n += _counts[block];
        }

        return sum / n;
    }

    private (double Low, double High) Interval(ulong seed, Func<int[], double> figure) =>
        BlockDraws.Interval([.. Enumerable.Range(0, blocks).Where(block => _counts[block] > 0)], seed, figure);
}
