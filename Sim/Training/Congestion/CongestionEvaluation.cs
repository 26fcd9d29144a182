using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Traffic;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Training.Scoring;

namespace Signals.Sim.Training.Congestion;

/// <summary>Scores of a model on rows that it did not learn from.</summary>
/// <param name="Title">Which rows.</param>
/// <param name="Arrivals">For each horizon of <see cref="ForecastHorizons.Arrivals"/> one score a forecaster, the model last.</param>
/// <param name="ShareOfBar">For each horizon the model's mean absolute error as a share of HA × ratio, with its 95 % interval.</param>
/// <param name="Coverage">For each horizon the share of outcomes within quantiles 0.1 and 0.9, 0.8 when honest.</param>
/// <param name="OpenCoverage">The same of those forecasts alone whose quantile 0.1 is above zero: where it is zero nothing can lie below, and an honest interval covers 0.9.</param>
/// <param name="Events">Spillback at the horizons of <see cref="ForecastHorizons.Risks"/>, then overload.</param>
/// <param name="SimpleEvents">The same by saying what happened in the time just past.</param>
public sealed record CongestionEvaluation(
    string Title, ImmutableArray<ImmutableArray<ForecastScore>> Arrivals, ImmutableArray<(double Share, double Low, double High)> ShareOfBar,
    ImmutableArray<double> Coverage, ImmutableArray<double> OpenCoverage, ImmutableArray<EventScore> Events, ImmutableArray<EventScore> SimpleEvents)
{
    private delegate float Forecaster(ReadOnlySpan<float> row, int horizon);

    private static readonly ImmutableArray<(string Name, Forecaster Of)> Simple =
    [
        ("persistence", SimpleForecasts.Persistence), ("last cycle", SimpleForecasts.LastCycle), ("15-min mean", SimpleForecasts.QuarterHour),
        ("HA", SimpleForecasts.HistoricAverage), ("HA x ratio", SimpleForecasts.HistoricRatio),
    ];

    /// <summary>Name of the learned row.</summary>
    public const string Model = "model";

    /// <param name="title">Which rows these are.</param>
    /// <param name="rows">Rows of corridors that the model never saw.</param>
    /// <param name="model">The model file.</param>
    public static CongestionEvaluation Of(string title, SimulatedRows rows, byte[] model)
    {
        var answers = ModelAnswers.Of(model, rows.Features);
        var horizons = Enumerable.Range(0, ForecastHorizons.Arrivals.Length).Select(h => ScoreHorizon(rows, answers, h)).ToArray();
        return new CongestionEvaluation(
            title, [.. horizons.Select(h => h.Scores)], [.. horizons.Select(h => h.Share)],
            [.. Enumerable.Range(0, horizons.Length).Select(h => CoverageOf(rows, answers, h, least: -1))],
            [.. Enumerable.Range(0, horizons.Length).Select(h => CoverageOf(rows, answers, h, least: 0))],
            [.. Enumerable.Range(0, ModelHeads.Events).Select(e => EventScore.Of(Column(answers, ForecastOutputs.ArrivalCount + e), rows.Events(e), rows.Block))],
            [.. Enumerable.Range(0, ModelHeads.Events).Select(e => EventScore.Of(SimpleForecasts.Event(rows, e), rows.Events(e), rows.Block))]);
    }

    private static (ImmutableArray<ForecastScore> Scores, (double, double, double) Share) ScoreHorizon(SimulatedRows rows, float[] answers, int horizon)
    {
        var truth = rows.Arrivals(horizon);
        var errors = Enumerable.Range(0, Simple.Length + 1).Select(_ => new BlockErrors(rows.Blocks)).ToArray();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < Simple.Length; i++)
            {
                errors[i].Add(rows.Block(row), Simple[i].Of(rows.Features[row], horizon), truth[row]);
            }

            errors[^1].Add(rows.Block(row), answers[row * ForecastOutputs.Count + ForecastOutputs.Mean(horizon)], truth[row]);
        }

        var name = ForecastHorizons.NameOf(ForecastHorizons.Arrivals[horizon]);
        var (low, high) = errors[^1].ShareInterval(errors[^2]);
        return ([.. errors.Select((e, i) => ForecastScore.Of(i < Simple.Length ? Simple[i].Name : Model, name, e))], (errors[^1].Mae / errors[^2].Mae, low, high));
    }

    /// <summary>
    /// A count lies on points, so an honest interval of whole numbers covers too much; each outcome is spread evenly over the unit about it, as in training, and nothing lies
    /// below a quantile of zero. Only forecasts whose lower quantile is above <paramref name="least"/> are looked at.
    /// </summary>
    private static double CoverageOf(SimulatedRows rows, float[] answers, int horizon, float least)
    {
        var random = new SeededRandom(SeededRandom.Derive(1, 0xC0FE, (ulong)horizon));
        var truth = rows.Arrivals(horizon);
        var (covered, all) = (0L, 0L);
        for (var row = 0; row < rows.Count; row++)
        {
            var low = answers[row * ForecastOutputs.Count + ForecastOutputs.Low(horizon)];
            var high = answers[row * ForecastOutputs.Count + ForecastOutputs.High(horizon)];
            var outcome = truth[row] + random.NextDouble() - 0.5;
            all += low > least ? 1 : 0;
            covered += low > least && (low <= 0 || outcome >= low) && outcome <= high ? 1 : 0;
        }

        return covered / (double)all;
    }

    private static float[] Column(float[] answers, int column) =>
        [.. Enumerable.Range(0, answers.Length / ForecastOutputs.Count).Select(row => answers[row * ForecastOutputs.Count + column])];
}
