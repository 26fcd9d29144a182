namespace Signals.Sim.Training.Scoring;

/// <summary>How well one forecaster did at one horizon.</summary>
/// <param name="Forecaster">Name of the row.</param>
/// <param name="Horizon">Horizon in words.</param>
/// <param name="Forecasts">Number of forecasts.</param>
/// <param name="Mae">Mean absolute error, vehicles.</param>
/// <param name="MaeLow">Low end of its 95 % interval.</param>
/// <param name="MaeHigh">High end of it.</param>
/// <param name="Rmse">Root mean squared error, vehicles.</param>
/// <param name="Wape">Absolute errors as a share of all vehicles.</param>
public sealed record ForecastScore(string Forecaster, string Horizon, long Forecasts, double Mae, double MaeLow, double MaeHigh, double Rmse, double Wape)
{
    internal static ForecastScore Of(string forecaster, string horizon, BlockErrors errors)
    {
        var (low, high) = errors.MaeInterval();
        return new ForecastScore(forecaster, horizon, errors.Count, errors.Mae, low, high, errors.Rmse, errors.Wape);
    }
}
