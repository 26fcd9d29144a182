using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Training.Scoring;

namespace Signals.Sim.Training.HighResolution;

/// <summary>All forecasters at one horizon.</summary>
/// <param name="Seconds">Horizon.</param>
/// <param name="Scores">One a forecaster of <see cref="Forecasters"/>, the learned one last.</param>
/// <param name="Poisson">Root mean squared error that remains when the mean is known but vehicles come at random.</param>
/// <param name="Best">Which of the simple ones has the least mean absolute error.</param>
/// <param name="ShareOfBest">Mean absolute error of the learned forecast as a share of that.</param>
/// <param name="ShareLow">Low end of its 95 % interval.</param>
/// <param name="ShareHigh">High end; below 1 learning is surely better.</param>
public sealed record HiResResult(
    int Seconds, ImmutableArray<ForecastScore> Scores, double Poisson, string Best, double ShareOfBest, double ShareLow, double ShareHigh)
{
    /// <summary>Names of the rows.</summary>
    public static readonly ImmutableArray<string> Forecasters = ["persistence", "15-min mean", "LightGBM"];

    internal static HiResResult Of(int seconds, BlockErrors[] errors, double forecast)
    {
        var best = errors[0].Mae <= errors[1].Mae ? 0 : 1;
        var (low, high) = errors[^1].ShareInterval(errors[best]);
        return new HiResResult(
            seconds, [.. Forecasters.Select((name, i) => ForecastScore.Of(name, ForecastHorizons.NameOf(seconds), errors[i]))], Math.Sqrt(forecast / errors[^1].Count),
            Forecasters[best], errors[^1].Mae / errors[best].Mae, low, high);
    }
}
