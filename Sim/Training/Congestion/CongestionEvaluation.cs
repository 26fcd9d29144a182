using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Training.Corridors;
using Signals.Sim.Training.Scoring;

namespace Signals.Sim.Training.Congestion;

/// <summary>Scores of a model on rows that it did not learn from.</summary>
/// <param name="Title">Which rows.</param>
/// <param name="Arrivals">For each horizon of <see cref="ForecastHorizons.Arrivals"/> one score a forecaster, the model last.</param>
/// <param name="ShareOfBar">For each horizon the model's mean absolute error as a share of HA × ratio, with its 95 % interval.</param>
/// <param name="Intervals">For each horizon how well quantiles 0.1 and 0.9 hold.</param>
/// <param name="Events">Spillback at the horizons of <see cref="ForecastHorizons.Risks"/>, then overload.</param>
/// <param name="SimpleEvents">The same by saying what happened in the time just past.</param>
public sealed record CongestionEvaluation(
    string Title, ImmutableArray<ImmutableArray<ForecastScore>> Arrivals, ImmutableArray<(double Share, double Low, double High)> ShareOfBar,
    ImmutableArray<IntervalScore> Intervals, ImmutableArray<EventScore> Events, ImmutableArray<EventScore> SimpleEvents)
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
            [
                .. Enumerable.Range(0, horizons.Length).Select(h => IntervalScore.Of(
                    Column(answers, ForecastOutputs.Low(h)), Column(answers, ForecastOutputs.High(h)), rows.Arrivals(h), (ulong)h)),
            ],
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

    private static float[] Column(float[] answers, int column) =>
        [.. Enumerable.Range(0, answers.Length / ForecastOutputs.Count).Select(row => answers[row * ForecastOutputs.Count + column])];
}
