using System.Collections.Immutable;

namespace Signals.Sim.Training.Counts;

/// <summary>
/// Features of a forecast of one bin at one place, from nothing later than the bin in which it is made: lags against what is usual, the same of all places, the
/// day so far against workdays and Sundays, and how history's days ended.
/// </summary>
internal sealed class CountFeatures
{
    private const int Lags = 8;

    /// <summary>Added to both sides of a ratio, vehicles: a ratio of small counts is mostly chance.</summary>
    private const float Shrink = 10;

    private static readonly int[] Windows = [1, 2, 4, 8, 16, 32];

    private readonly CountHistory _history;
    private readonly ImmutableArray<UsualCounts> _usual;
    private readonly ImmutableArray<float[]> _logRatio;

    public CountFeatures(CountHistory history)
    {
        _history = history;
        _usual = [.. Enumerable.Range(0, history.Places.Length).Select(place => UsualCounts.Of(history, place))];
        _logRatio = [.. _usual.Select((usual, place) => history.Counts[place].Select((count, bin) => Log(count, usual.Smooth[bin])).ToArray())];
        Columns = Write(stackalloc float[1024], 0, 0, 1);
    }

    /// <summary>Features of a row.</summary>
    public int Columns { get; }

    public UsualCounts Usual(int place) => _usual[place];

    /// <summary>Observed against usual counts over the last bins, shrunk towards 1.</summary>
    public float Ratio(int place, int bin, int window, float shrink)
    {
        var (observed, usual) = Sums(_history.Counts[place], _usual[place].Weekly, bin, window);
        return (observed + shrink) / (usual + shrink);
    }

    /// <param name="row">Receives the features.</param>
    /// <param name="place">Whose count is forecast.</param>
    /// <param name="bin">Last bin that is known.</param>
    /// <param name="ahead">Bins from there to the one that is forecast, ≥ 1.</param>
    /// <returns>Number of features.</returns>
    public int Write(Span<float> row, int place, int bin, int ahead)
    {
        var target = Math.Min(bin + ahead, _history.Bins - 1);
        var at = 0;
        at = WriteUsual(row, at, place, bin, target);
        at = WriteLags(row, at, place, bin);
        at = WriteDays(row, at, place, bin, target);
        at = WriteNeighbours(row, at, place, bin);
        return WriteCalendar(row, at, place, target);
    }

    private int WriteUsual(Span<float> row, int at, int place, int bin, int target)
    {
        var usual = _usual[place];
        var level = usual.Smooth[target];
        row[at++] = usual.Weekly[target];
        row[at++] = level;
        row[at++] = usual.WeeklySpread[target] / (level + Shrink);
        row[at++] = Log(usual.Weekly[target], level);
        row[at++] = Log(usual.Recent[target], level);
        row[at++] = Log(usual.Middle[target], level);
        row[at++] = Log(usual.Long[target], level);
        row[at++] = Log(usual.Weekday[target], level);
        row[at++] = Log(usual.Weekend[target], level);
        row[at++] = Log(usual.Smooth[bin], level);
        row[at++] = Log(usual.Weekday[bin], usual.Smooth[bin]);
        row[at++] = Log(usual.Weekend[bin], usual.Smooth[bin]);
        return at;
    }

    private int WriteLags(Span<float> row, int at, int place, int bin)
    {
        var usual = _usual[place];
        var counts = _history.Counts[place];
        for (var lag = 0; lag < Lags; lag++)
        {
            row[at++] = Value(_logRatio[place], bin - lag);
        }

        row[at++] = Value(counts, bin);
        row[at++] = Value(counts, bin - 1);
        row[at++] = Value(counts, bin) - Value(counts, bin - 1);
        foreach (var window in Windows)
        {
            row[at++] = LogRatio(counts, usual.Weekly, bin, window);
        }

        row[at++] = LogRatio(counts, usual.Recent, bin, 4);
        row[at++] = LogRatio(counts, usual.Middle, bin, 4);
        row[at++] = LogRatio(counts, usual.Weekend, bin, 8);
        row[at++] = LogRatio(counts, usual.Weekday, bin, 8);
        row[at++] = LogRatio(counts, usual.Weekend, bin, 24);
        row[at++] = LogRatio(counts, usual.Weekday, bin, 24);
        return at;
    }

    /// <summary>How the same time ended yesterday, a week and two weeks ago, and how the days compare so far.</summary>
    private int WriteDays(Span<float> row, int at, int place, int bin, int target)
    {
        foreach (var days in (ReadOnlySpan<int>)[1, 2, 7, 14])
        {
            var back = days * _history.BinsPerDay;
            row[at++] = Value(_logRatio[place], target - back);
            row[at++] = Value(_logRatio[place], bin - back);
            row[at++] = MeanOver(_logRatio[place], target - back, 2);
        }

        row[at++] = MeanOver(_logRatio[place], bin - _history.BinsPerDay, _history.BinsPerDay / 2 - 1);
        var today = bin % _history.BinsPerDay + 1;
        row[at++] = LogRatio(_history.Counts[place], _usual[place].Weekly, bin, today);
        row[at++] = Log(Value(_history.Counts[place], target - _history.BinsPerWeek), _usual[place].Smooth[target]);
        return at;
    }

    private int WriteNeighbours(Span<float> row, int at, int place, int bin)
    {
        var (now, before, hour) = (0f, 0f, 0f);
        var n = 0;
        for (var other = 0; other < _history.Places.Length; other++)
        {
            row[at++] = Value(_logRatio[other], bin);
            var mean = MeanBefore(_logRatio[other], bin, 4);
            row[at++] = mean;
            if (other != place && !float.IsNaN(mean))
            {
                now += float.IsNaN(_logRatio[other][bin]) ? mean : _logRatio[other][bin];
                before += MeanBefore(_logRatio[other], bin, 12);
                hour += mean;
                n++;
            }
        }

        row[at++] = n == 0 ? float.NaN : now / n;
        row[at++] = n == 0 ? float.NaN : hour / n;
        row[at++] = n == 0 ? float.NaN : before / n;
        return at;
    }

    private int WriteCalendar(Span<float> row, int at, int place, int target)
    {
        var time = _history.Start.AddMinutes((double)target * _history.BinMinutes);
        row[at++] = place;
        row[at++] = target % _history.BinsPerDay;
        row[at++] = (float)time.DayOfWeek;
        row[at++] = time.DayOfYear;
        return at;
    }

    private static float LogRatio(float[] counts, float[] usual, int bin, int window)
    {
        var (observed, expected) = Sums(counts, usual, bin, window);
        return expected == 0 && observed == 0 ? float.NaN : Log(observed, expected);
    }

    private static (float Observed, float Usual) Sums(float[] counts, float[] usual, int bin, int window)
    {
        var (observed, expected) = (0f, 0f);
        for (var b = Math.Max(0, bin - window + 1); b <= bin; b++)
        {
            if (!float.IsNaN(counts[b]) && !float.IsNaN(usual[b]))
            {
                observed += counts[b];
                expected += usual[b];
            }
        }

        return (observed, expected);
    }

    private static float Log(float value, float against) => MathF.Log((value + Shrink) / (against + Shrink));

    private static float Value(float[] values, int bin) => bin < 0 || bin >= values.Length ? float.NaN : values[bin];

    private static float MeanOver(float[] values, int bin, int half) => Mean(values, bin - half, bin + half);

    private static float MeanBefore(float[] values, int bin, int window) => Mean(values, bin - window + 1, bin);

    private static float Mean(float[] values, int from, int to)
    {
        var sum = 0f;
        var n = 0;
        for (var bin = Math.Max(0, from); bin <= Math.Min(to, values.Length - 1); bin++)
        {
            sum += float.IsNaN(values[bin]) ? 0 : values[bin];
            n += float.IsNaN(values[bin]) ? 0 : 1;
        }

        return n == 0 ? float.NaN : sum / n;
    }
}
