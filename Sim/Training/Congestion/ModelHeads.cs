using Signals.Core.Prediction;

namespace Signals.Sim.Training.Congestion;

/// <summary>
/// Columns of the model's tree ensemble: the mean of every horizon, its spread, then the events. A mean is boosted under Poisson deviance as the logarithm of its ratio to the
/// <see cref="ForecastBase"/>; a spread is the expected distance of √(count + u) from √(mean + ½), the scale on which a Poisson count's spread is the same at every level, with u
/// uniform in 0–1, which makes a quantile of a count a point and not a step (Machado and Santos Silva 2005). Quantiles are so many spreads from the mean, see <see cref="Calibration"/>: one
/// small head a horizon does for all three.
/// </summary>
public static class ModelHeads
{
    /// <summary>Horizons of arrivals.</summary>
    public static int Horizons => ForecastHorizons.Arrivals.Length;

    public static int Events => 2 * ForecastHorizons.Risks.Length;

    /// <summary>Columns of the ensemble.</summary>
    public static int Count => 2 * Horizons + Events;

    public static int Mean(int horizon) => horizon;

    public static int Spread(int horizon) => Horizons + horizon;

    public static int Event(int index) => 2 * Horizons + index;

    /// <summary>Scale on which spreads are measured.</summary>
    /// <param name="arrivals">Vehicles.</param>
    /// <param name="u">In 0–1.</param>
    public static double Root(double arrivals, double u) => Math.Sqrt(arrivals + u);

    /// <summary>Vehicles at a point of that scale; the middle of u is taken off again.</summary>
    public static double FromRoot(double root) => Math.Max(0, Math.Max(0, root) * Math.Max(0, root) - 0.5);
}
