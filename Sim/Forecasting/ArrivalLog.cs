using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Units;

namespace Signals.Sim.Forecasting;

/// <summary>What arrived at each lane group of one intersection in a run, second by second: five-second counts, each ending at its second. A missing count is taken as zero.</summary>
/// <param name="laneGroups">Lane groups of the intersection.</param>
public sealed class ArrivalLog(int laneGroups)
{
    private const int Step = FeatureColumn.LagSeconds;

    private readonly List<float[]> _counts = [];
    private Instant? _start;

    public void Add(Instant at, ReadOnlySpan<float> rows)
    {
        _start ??= at;
        var second = SecondOf(at);
        while (_counts.Count <= second)
        {
            _counts.Add(new float[laneGroups]);
        }

        for (var i = 0; i < laneGroups; i++)
        {
            var count = rows[i * FeatureColumn.Count + FeatureColumn.ArrivalLag];
            _counts[second][i] = float.IsNaN(count) ? 0 : count;
        }
    }

    /// <summary>What came after a moment, as if it had been known.</summary>
    public ArrivalForecast After(Instant at, int laneGroup)
    {
        Span<float> within = stackalloc float[ForecastHorizons.Arrivals.Length];
        var second = SecondOf(at);
        var total = 0f;
        for (var (ahead, horizon) = (Step, 0); horizon < within.Length; ahead += Step)
        {
            total += second + ahead < _counts.Count ? _counts[second + ahead][laneGroup] : 0;
            if (ahead == ForecastHorizons.Arrivals[horizon])
            {
                within[horizon++] = total;
            }
        }

        return new ArrivalForecast(within[0], within[1], within[2], within[3], within[4], within[5], ForecastSource.Model, Duration.Zero, 1);
    }

    private int SecondOf(Instant at) => _start is { } start ? (int)Math.Max(0, (at - start).Milliseconds / 1000) : 0;
}
