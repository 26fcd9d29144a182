namespace Signals.Sim.Training.Counts;

/// <summary>
/// What is usual at one place for every bin, from earlier days only: a value for bin b uses nothing later than b less a day, so it is known a day ahead. NaN where
/// there is no history yet.
/// </summary>
internal sealed class UsualCounts
{
    private const int Weeks = 6;

    private UsualCounts(int bins)
    {
        Weekly = new float[bins];
        WeeklySpread = new float[bins];
        Recent = new float[bins];
        Smooth = new float[bins];
        Middle = new float[bins];
        Long = new float[bins];
        Weekday = new float[bins];
        Weekend = new float[bins];
    }

    /// <summary>Mean of the same time of week over six weeks: the historical average.</summary>
    public float[] Weekly { get; }

    /// <summary>Standard deviation of the same.</summary>
    public float[] WeeklySpread { get; }

    /// <summary>The same over the last two weeks.</summary>
    public float[] Recent { get; }

    /// <summary>The historical average over three neighbouring bins.</summary>
    public float[] Smooth { get; }

    /// <summary>Median of eight weeks: blind to a holiday or an accident among them.</summary>
    public float[] Middle { get; }

    /// <summary>Mean of sixteen weeks.</summary>
    public float[] Long { get; }

    /// <summary>Mean of this time of day over the last ten working days.</summary>
    public float[] Weekday { get; }

    /// <summary>Mean of this time of day over the last four Sundays: what a holiday looks like.</summary>
    public float[] Weekend { get; }

    public static UsualCounts Of(CountHistory history, int place)
    {
        var counts = history.Counts[place];
        var usual = new UsualCounts(counts.Length);
        Span<float> found = stackalloc float[16];
        for (var bin = 0; bin < counts.Length; bin++)
        {
            var n = Collect(counts, bin, history.BinsPerWeek, 16, found, _ => true);
            var withinSix = Count(counts, bin, history.BinsPerWeek, Weeks);
            usual.Weekly[bin] = Mean(found[..withinSix]);
            usual.WeeklySpread[bin] = Spread(found[..withinSix]);
            usual.Recent[bin] = Mean(found[..Count(counts, bin, history.BinsPerWeek, 2)]);
            usual.Long[bin] = Mean(found[..n]);
            usual.Middle[bin] = Median(found[..Count(counts, bin, history.BinsPerWeek, 8)]);
            n = Collect(counts, bin, history.BinsPerDay, 14, found, b => history.WeekdayOf(b) is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
            usual.Weekday[bin] = Mean(found[..n]);
            n = Collect(counts, bin, history.BinsPerDay, 28, found, b => history.WeekdayOf(b) is DayOfWeek.Sunday);
            usual.Weekend[bin] = Mean(found[..n]);
        }

        for (var bin = 0; bin < counts.Length; bin++)
        {
            usual.Smooth[bin] = Mean(usual.Weekly.AsSpan(Math.Max(0, bin - 1), Math.Min(counts.Length, bin + 2) - Math.Max(0, bin - 1)));
        }

        return usual;
    }

    private static int Collect(float[] counts, int bin, int step, int steps, Span<float> found, Func<int, bool> counted)
    {
        var n = 0;
        for (var k = 1; k <= steps && bin - k * step >= 0 && n < found.Length; k++)
        {
            var value = counts[bin - k * step];
            if (!float.IsNaN(value) && counted(bin - k * step))
            {
                found[n++] = value;
            }
        }

        return n;
    }

    private static int Count(float[] counts, int bin, int step, int steps)
    {
        var n = 0;
        for (var k = 1; k <= steps && bin - k * step >= 0; k++)
        {
            n += float.IsNaN(counts[bin - k * step]) ? 0 : 1;
        }

        return n;
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        var n = 0;
        foreach (var value in values)
        {
            sum += float.IsNaN(value) ? 0 : value;
            n += float.IsNaN(value) ? 0 : 1;
        }

        return n == 0 ? float.NaN : sum / n;
    }

    private static float Spread(ReadOnlySpan<float> values)
    {
        var mean = Mean(values);
        var sum = 0f;
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return values.Length < 2 ? float.NaN : MathF.Sqrt(sum / (values.Length - 1));
    }

    private static float Median(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
        {
            return float.NaN;
        }

        Span<float> sorted = stackalloc float[values.Length];
        values.CopyTo(sorted);
        sorted.Sort();
        return (sorted[(values.Length - 1) / 2] + sorted[values.Length / 2]) / 2;
    }
}
