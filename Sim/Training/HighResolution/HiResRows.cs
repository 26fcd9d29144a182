using Signals.Core.Prediction;

namespace Signals.Sim.Training.HighResolution;

/// <summary>Feature rows of recorded signals: two minutes of arrivals, what the phase shows and showed, the last cycle, and means of several lengths.</summary>
internal sealed class HiResRows
{
    /// <summary>Seconds of history that a row needs.</summary>
    public const int History = 900;

    /// <summary>Farthest horizon, s.</summary>
    private const int Farthest = 60;

    private const int Stride = 5;
    private const int Lags = 24;
    private const int Columns = Lags + 1 + 5 + 3 + ForecastHorizons.Near + 1;

    private readonly List<(HiResCounts Phase, int Second)> _at = [];

    private HiResRows(int capacity) => Features = new FeatureTable(Columns, capacity);

    public FeatureTable Features { get; }

    public int Count => _at.Count;

    public int Device(int row) => _at[row].Phase.Device;

    /// <summary>Quarter of an hour in which a row lies.</summary>
    public int QuarterHour(int row) => _at[row].Second / History;

    /// <param name="phases">Recorded phases.</param>
    /// <param name="from">Share of the log's time at which the first row lies, 0–1.</param>
    /// <param name="to">Share up to which everything lies that a row is asked for.</param>
    public static HiResRows Of(IReadOnlyCollection<HiResCounts> phases, double from = 0, double to = 1)
    {
        var rows = new HiResRows(Math.Max(1, phases.Sum(p => p.Arrivals.Length / Stride + 1)));
        foreach (var phase in phases)
        {
            var first = Math.Max(History, (int)Math.Ceiling(from * phase.Arrivals.Length));
            for (var second = first; second + Farthest < to * phase.Arrivals.Length; second += Stride)
            {
                rows.Write(phase, second);
            }
        }

        return rows;
    }

    /// <summary>Arrivals within the seconds after a row.</summary>
    public float Ahead(int row, int seconds) => Sum(_at[row].Phase, _at[row].Second, _at[row].Second + seconds);

    /// <summary>Arrivals within as many seconds at the rate of the last quarter of an hour: what a forecast is a multiple of, so that busy and quiet places are alike.</summary>
    public float Expected(int row, int seconds) => seconds * Rate(_at[row].Phase, _at[row].Second);

    /// <summary>Arrivals within the seconds before a row.</summary>
    public float Past(int row, int seconds) => Sum(_at[row].Phase, _at[row].Second - seconds, _at[row].Second);

    private void Write(HiResCounts phase, int second)
    {
        var row = Features.Append();
        _at.Add((phase, second));
        var rate = Rate(phase, second);
        var at = 0;
        for (var lag = 0; lag < Lags; lag++)
        {
            row[at++] = Sum(phase, second - (lag + 1) * 5, second - lag * 5) / (5 * rate);
        }

        row[at++] = phase.Detectors;
        var starts = GreenStarts(phase, second);
        row[at++] = phase.Green[second - 1] ? 1 : 0;
        row[at++] = SinceChange(phase, second);
        row[at++] = second - starts.Last;
        row[at++] = starts.Last - starts.Before;
        row[at++] = GreenShare(phase, second);
        row[at++] = Sum(phase, second - 60, second) / (60 * rate);
        row[at++] = Sum(phase, second - 300, second) / (300 * rate);
        row[at++] = rate;
        var cycle = starts.Last - starts.Before;
        foreach (var seconds in ForecastHorizons.Arrivals.AsSpan(0, ForecastHorizons.Near))
        {
            row[at++] = cycle is >= 20 and <= History - Farthest ? Sum(phase, second - cycle, second - cycle + Math.Min(seconds, cycle)) / (seconds * rate) : float.NaN;
        }

        row[at] = cycle is >= 20 and <= History ? second - starts.Last > 0 ? (second - starts.Last) / (float)cycle : 0 : float.NaN;
    }

    /// <summary>Arrivals per second over the last quarter of an hour; at least one vehicle.</summary>
    private static float Rate(HiResCounts phase, int second) => Math.Max(1, Sum(phase, second - History, second)) / History;

    /// <summary>Last two beginnings of green before a second; half a history back where there was none.</summary>
    private static (int Last, int Before) GreenStarts(HiResCounts phase, int second)
    {
        var (last, before) = (second - History / 2, second - History);
        var found = 0;
        for (var s = second - 1; s > second - History && found < 2; s--)
        {
            if (phase.Green[s] && !phase.Green[s - 1])
            {
                (last, before) = found == 0 ? (s, before) : (last, s);
                found++;
            }
        }

        return (last, before);
    }

    private static int SinceChange(HiResCounts phase, int second)
    {
        var s = second - 1;
        while (s > second - History && phase.Green[s] == phase.Green[second - 1])
        {
            s--;
        }

        return second - 1 - s;
    }

    private static float GreenShare(HiResCounts phase, int second)
    {
        var green = 0;
        for (var s = second - 300; s < second; s++)
        {
            green += phase.Green[s] ? 1 : 0;
        }

        return green / 300f;
    }

    private static float Sum(HiResCounts phase, int from, int to)
    {
        var sum = 0f;
        for (var s = from; s < to; s++)
        {
            sum += phase.Arrivals[s];
        }

        return sum;
    }
}
