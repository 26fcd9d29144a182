using Signals.Sim.Traffic;

namespace Signals.Sim.Training.Scoring;

/// <summary>
/// How well intervals from quantile 0.1 to 0.9 of a count hold. A count lies on points, so each outcome is spread evenly over the unit about it (Machado and Santos Silva 2005), as in training.
/// Nothing lies below a lower end of zero: such an interval covers 0.9 when honest, and <see cref="Covers"/> of a mixture lies between. Hence each end is judged where something can lie beyond it.
/// </summary>
/// <param name="Covers">Share of outcomes inside, of all forecasts.</param>
/// <param name="Below">Share below the lower end, of the forecasts whose lower end is above zero; 0.1 when honest. NaN without one.</param>
/// <param name="Above">Share above the upper end, of all forecasts; 0.1 when honest.</param>
/// <param name="Closed">Share of forecasts whose lower end is zero.</param>
public readonly record struct IntervalScore(double Covers, double Below, double Above, double Closed)
{
    /// <summary>What both ends leave inside; 0.8 when both are honest, whatever the share of <see cref="Closed"/> ones.</summary>
    public double BothEnds => 1 - (double.IsNaN(Below) ? 0.1 : Below) - Above;

    /// <param name="low">Lower ends, ≥ 0.</param>
    /// <param name="high">Upper ends.</param>
    /// <param name="counts">What came.</param>
    /// <param name="seed">Decides where in its unit an outcome lies.</param>
    public static IntervalScore Of(ReadOnlySpan<float> low, ReadOnlySpan<float> high, ReadOnlySpan<float> counts, ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, 0xC0FE));
        var (below, above, open) = (0, 0, 0);
        for (var row = 0; row < counts.Length; row++)
        {
            var outcome = counts[row] + random.NextDouble() - 0.5;
            open += low[row] > 0 ? 1 : 0;
            below += low[row] > 0 && outcome < low[row] ? 1 : 0;
            above += outcome > high[row] ? 1 : 0;
        }

        var all = (double)counts.Length;
        return new IntervalScore(1 - (below + above) / all, open == 0 ? double.NaN : below / (double)open, above / all, 1 - open / all);
    }
}
