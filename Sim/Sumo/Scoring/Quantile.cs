namespace Signals.Sim.Sumo.Scoring;

/// <summary>Quantiles by linear interpolation between order statistics (Hyndman–Fan type 7, as NumPy's default).</summary>
public static class Quantile
{
    /// <param name="ascending">Sorted values.</param>
    /// <param name="share">0–1.</param>
    /// <returns>NaN without values.</returns>
    public static double Of(ReadOnlySpan<double> ascending, double share)
    {
        if (ascending.IsEmpty)
        {
            return double.NaN;
        }

        var at = share * (ascending.Length - 1);
        var below = (int)at;
        return below + 1 < ascending.Length ? ascending[below] + (at - below) * (ascending[below + 1] - ascending[below]) : ascending[below];
    }
}
