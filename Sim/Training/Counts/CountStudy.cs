using System.Collections.Immutable;
using Signals.Sim.Training.Scoring;

namespace Signals.Sim.Training.Counts;

/// <summary>
/// Forecasts of single bins, one to four bins ahead, by every simple rule and by what is learned, on days after those that were learned from.
/// </summary>
/// <param name="history">Counts; implausible zeros already taken out.</param>
/// <param name="split">Which days serve what.</param>
/// <param name="options">Size of the models.</param>
public sealed class CountStudy(CountHistory history, CountSplit split, CountModelOptions options)
{
    public const string Persistence = "persistence";
    public const string WeeklyNaive = "same time last week";
    public const string HistoricAverage = "HA";
    public const string HistoricRatio = "HA x ratio";
    public const string Trees = "LightGBM";
    public const string Network = "MLP";
    public const string Ensemble = "mean of both";

    /// <summary>Farthest horizon, bins.</summary>
    public const int Farthest = 4;

    private readonly CountFeatures _features = new(history);

    /// <param name="onTest">True: the days after <see cref="CountSplit.ValidateTo"/>, once; false: those before, to choose by.</param>
    /// <param name="progress">Told after each horizon.</param>
    /// <param name="cancellationToken">Looked at often.</param>
    public ImmutableArray<CountResult> Run(bool onTest, Action<string> progress, CancellationToken cancellationToken) =>
    [
        .. Enumerable.Range(1, Farthest).Select(ahead =>
        {
            var result = RunOne(ahead, onTest, cancellationToken);
            progress($"{ahead * history.BinMinutes} min: {result.Scores[^1].Mae:F2} against {result.Scores.First(s => s.Forecaster == HistoricRatio).Mae:F2} of {HistoricRatio}");
            return result;
        }),
    ];

    private CountResult RunOne(int ahead, bool onTest, CancellationToken cancellationToken)
    {
        var (from, to) = onTest ? (split.ValidateTo, split.Days) : (split.TrainTo, split.ValidateTo);
        var learn = CountRows.Of(history, _features, CountSplit.HistoryDays, split.TrainTo, ahead, options.Stride);
        var forecast = CountRows.Of(history, _features, from, to, ahead, 1);
        var model = CountModel.Run(learn, forecast, options, cancellationToken);
        var rows = new List<(string Name, Func<int, float> Of)>
        {
            (Persistence, row => Count(forecast.At(row), 0)),
            (WeeklyNaive, row => Count(forecast.At(row), ahead - history.BinsPerWeek) is var week && float.IsNaN(week) ? Average(forecast.At(row), ahead) : week),
            (HistoricAverage, row => Average(forecast.At(row), ahead)),
            (HistoricRatio, row => Average(forecast.At(row), ahead) * _features.Ratio(forecast.At(row).Place, forecast.At(row).Bin, history.BinsPerDay / 24, CountRows.RatioShrink)),
            (Trees, row => model.Trees[row]),
        };
        if (options.Networks > 0)
        {
            rows.Add((Network, row => model.Network[row]));
            rows.Add((Ensemble, row => model.Ensemble[row]));
        }

        return Score(ahead, forecast, rows);
    }

    private CountResult Score(int ahead, CountRows forecast, List<(string Name, Func<int, float> Of)> rows)
    {
        var errors = rows.Select(_ => new BlockErrors(history.Days + 1)).ToArray();
        for (var row = 0; row < forecast.Count; row++)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                errors[i].Add(history.DayOf(forecast.At(row).Bin), rows[i].Of(row), forecast.Actual(row));
            }
        }

        var horizon = $"{ahead * history.BinMinutes} min";
        var bar = errors[rows.FindIndex(r => r.Name == HistoricRatio)];
        var (low, high) = errors[^1].ShareInterval(bar);
        return new CountResult(ahead * history.BinMinutes, [.. rows.Select((r, i) => ForecastScore.Of(r.Name, horizon, errors[i]))], errors[^1].Mae / bar.Mae, low, high);
    }

    private float Count((int Place, int Bin) at, int offset) => history.Counts[at.Place][at.Bin + offset];

    private float Average((int Place, int Bin) at, int ahead) => _features.Usual(at.Place).Weekly[at.Bin + ahead];
}

/// <summary>All rows of one horizon.</summary>
/// <param name="Minutes">Horizon.</param>
/// <param name="Scores">One row a forecaster; the last is what would be used.</param>
/// <param name="ShareOfBar">Mean absolute error of the last row as a share of HA × ratio.</param>
/// <param name="ShareLow">Low end of its 95 % interval.</param>
/// <param name="ShareHigh">High end; below 1 the learned forecast is surely better.</param>
public sealed record CountResult(int Minutes, ImmutableArray<ForecastScore> Scores, double ShareOfBar, double ShareLow, double ShareHigh)
{
    /// <summary>Better than HA × ratio, and not by chance.</summary>
    public bool BeatsBar => ShareHigh < 1;
}
