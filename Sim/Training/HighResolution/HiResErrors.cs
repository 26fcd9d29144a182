using System.Collections.Immutable;
using Signals.Core.Prediction;
using Signals.Sim.Training.Scoring;
using Signals.Sim.Training.Trees;

namespace Signals.Sim.Training.HighResolution;

/// <summary>Learns, forecasts and gathers the errors of every forecaster. A quarter of an hour of a signal is a block.</summary>
internal sealed class HiResErrors
{
    private static readonly TreeOptions Options = new()
    {
        Objective = TreeObjective.Poisson, Trees = 120, Leaves = 15, LearningRate = 0.05, LeastInLeaf = 50, FeatureShare = 0.5, RowShare = 0.6,
    };

    private static readonly ImmutableArray<int> Horizons = ForecastHorizons.Arrivals[..ForecastHorizons.Near];

    private readonly ImmutableArray<int> _devices;
    private readonly int _blocksPerDevice;
    private readonly double[] _poisson = new double[Horizons.Length];
    private readonly BlockErrors[][] _errors;

    /// <param name="phases">All recorded phases.</param>
    public HiResErrors(ImmutableArray<HiResCounts> phases)
    {
        _devices = [.. phases.Select(p => p.Device).Distinct()];
        _blocksPerDevice = phases.Max(p => p.Arrivals.Length) / HiResRows.History + 1;
        _errors = [.. Horizons.Select(_ => HiResResult.Forecasters.Select(_ => new BlockErrors(_devices.Length * _blocksPerDevice)).ToArray())];
    }

    /// <summary>Forecasts all rows of one set from another.</summary>
    public void Forecast(HiResRows learn, HiResRows test, CancellationToken cancellationToken)
    {
        using var data = new TreeDataset(learn.Features);
        for (var h = 0; h < Horizons.Length; h++)
        {
            var seconds = Horizons[h];
            float[] expected = [.. Enumerable.Range(0, learn.Count).Select(row => learn.Expected(row, seconds))];
            data.SetLabels([.. expected.Select((e, row) => learn.Ahead(row, seconds) / e)], expected);
            using var booster = TreeBooster.Train(data, Options, cancellationToken);
            var forecasts = booster.Predict(test.Features);
            for (var row = 0; row < test.Count; row++)
            {
                Add(h, test, row, forecasts[row] * test.Expected(row, seconds));
            }
        }
    }

    public ImmutableArray<HiResResult> Results() => [.. Horizons.Select((seconds, h) => HiResResult.Of(seconds, _errors[h], _poisson[h]))];

    private void Add(int horizon, HiResRows test, int row, double forecast)
    {
        var seconds = Horizons[horizon];
        var (block, actual) = (_devices.IndexOf(test.Device(row)) * _blocksPerDevice + test.QuarterHour(row), test.Ahead(row, seconds));
        _errors[horizon][0].Add(block, test.Past(row, seconds), actual);
        _errors[horizon][1].Add(block, test.Expected(row, seconds), actual);
        _errors[horizon][2].Add(block, forecast, actual);
        _poisson[horizon] += forecast;
    }
}
