namespace Signals.Sim.Training.Corridors;

/// <summary>
/// What is usual at one lane group, from other days of the same corridor than the one that is forecast: the historical average, and how today compares with it, as the
/// running system knows both.
/// </summary>
internal sealed class UsualDay
{
    /// <summary>Resolution of history, s.</summary>
    private const int BinSeconds = 300;

    /// <summary>As <see cref="Core.Prediction.HistoricRatioForecast"/> averages and bounds it.</summary>
    private const double RatioSeconds = Core.Prediction.HistoricRatioForecast.RatioSeconds;

    private const double LeastFlow = 0.01;

    private readonly double[] _perSecond;
    private readonly float[] _ratio;

    /// <param name="others">The lane group on the other days, equally long.</param>
    /// <param name="today">The day that is forecast.</param>
    public UsualDay(IReadOnlyList<TruthSeries> others, TruthSeries today)
    {
        _perSecond = new double[(today.Seconds + BinSeconds - 1) / BinSeconds];
        for (var bin = 0; bin < _perSecond.Length; bin++)
        {
            var from = bin * BinSeconds;
            var length = Math.Min(BinSeconds, today.Seconds - 1 - from);
            _perSecond[bin] = length <= 0 ? _perSecond[Math.Max(0, bin - 1)] : others.Average(o => (double)o.Arrivals(from, length)) / length;
        }

        _ratio = Ratios(today);
    }

    /// <summary>Vehicles that usually arrive within the seconds after one.</summary>
    public float Within(int second, int within)
    {
        var sum = 0.0;
        for (var at = second; at < second + within;)
        {
            var end = Math.Min(second + within, (at / BinSeconds + 1) * BinSeconds);
            sum += (end - at) * _perSecond[Math.Min(at / BinSeconds, _perSecond.Length - 1)];
            at = end;
        }

        return (float)sum;
    }

    /// <summary>Today against usual, 0.25–3; NaN until enough was seen.</summary>
    public float Ratio(int second) => _ratio[second];

    private float[] Ratios(TruthSeries day)
    {
        var ratios = new float[day.Seconds];
        var (today, usual, observed) = (0.0, 0.0, 0.0);
        for (var second = 0; second < ratios.Length; second++)
        {
            var flow = day.MeasuredFlow(second);
            if (float.IsFinite(flow))
            {
                observed = Math.Min(RatioSeconds, observed + 1);
                today += (flow - today) / observed;
                usual += (_perSecond[Math.Min(second / BinSeconds, _perSecond.Length - 1)] - usual) / observed;
            }

            ratios[second] = observed < RatioSeconds / 3 ? float.NaN
                : usual < LeastFlow ? 1
                : (float)Math.Clamp(today / usual, Core.Prediction.HistoricRatioForecast.LeastRatio, Core.Prediction.HistoricRatioForecast.GreatestRatio);
        }

        return ratios;
    }
}
