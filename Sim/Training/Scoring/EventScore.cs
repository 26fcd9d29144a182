using System.Collections.Immutable;

namespace Signals.Sim.Training.Scoring;

/// <summary>How well probabilities of an event did.</summary>
/// <param name="Forecasts">Number of forecasts.</param>
/// <param name="BaseRate">Share in which the event came.</param>
/// <param name="Brier">Mean squared error of the probability.</param>
/// <param name="Skill">1 − Brier ÷ that of always saying the base rate of these very rows; 1 perfect, 0 no better; NaN when it never or always came.</param>
/// <param name="SkillLow">Low end of its 95 % interval, by drawing blocks.</param>
/// <param name="SkillHigh">High end of it.</param>
/// <param name="Auc">Probability that a row with the event had the higher forecast of two; NaN likewise.</param>
/// <param name="CalibrationError">Expected calibration error: mean distance of forecast and frequency over ten equal bins, weighted by their rows.</param>
/// <param name="Bins">The ten bins.</param>
public sealed record EventScore(
    long Forecasts, double BaseRate, double Brier, double Skill, double SkillLow, double SkillHigh, double Auc, double CalibrationError, ImmutableArray<ReliabilityBin> Bins)
{
    private const int BinCount = 10;

    /// <param name="probabilities">Forecasts, 0–1.</param>
    /// <param name="happened">1 where it came, 0 where not.</param>
    /// <param name="blockOf">Block of a row, from 0; rows of one block resemble each other.</param>
    public static EventScore Of(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> happened, Func<int, int> blockOf)
    {
        var (low, high) = SkillInterval(probabilities, happened, blockOf);
        var (squares, came) = (0.0, 0.0);
        var (count, forecast, frequency) = (new long[BinCount], new double[BinCount], new double[BinCount]);
        for (var i = 0; i < happened.Length; i++)
        {
            var error = probabilities[i] - happened[i];
            squares += error * error;
            came += happened[i];
            var bin = Math.Min(BinCount - 1, (int)(probabilities[i] * BinCount));
            count[bin]++;
            forecast[bin] += probabilities[i];
            frequency[bin] += happened[i];
        }

        var n = happened.Length;
        var rate = came / n;
        var bins = Enumerable.Range(0, BinCount).Where(b => count[b] > 0)
            .Select(b => new ReliabilityBin(count[b], forecast[b] / count[b], frequency[b] / count[b])).ToImmutableArray();
        return new EventScore(
            n, rate, squares / n, SkillOf(squares / n, rate), low, high, AreaUnderCurve(probabilities, happened),
            bins.Sum(b => b.Rows * Math.Abs(b.Forecast - b.Frequency)) / n, bins);
    }

    private static double SkillOf(double brier, double rate) => rate is > 0 and < 1 ? 1 - brier / (rate * (1 - rate)) : double.NaN;

    private static (double Low, double High) SkillInterval(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> happened, Func<int, int> blockOf)
    {
        var sums = new SortedDictionary<int, (double Squares, double Came, long Rows)>();
        for (var i = 0; i < happened.Length; i++)
        {
            var (squares, came, rows) = sums.GetValueOrDefault(blockOf(i));
            var error = (double)probabilities[i] - happened[i];
            sums[blockOf(i)] = (squares + error * error, came + happened[i], rows + 1);
        }

        return BlockDraws.Interval([.. sums.Keys], 1, drawn =>
        {
            var (squares, came, rows) = (drawn.Sum(b => sums[b].Squares), drawn.Sum(b => sums[b].Came), (double)drawn.Sum(b => sums[b].Rows));
            return SkillOf(squares / rows, came / rows);
        });
    }

    /// <summary>By ranks, ties shared (Mann and Whitney 1947).</summary>
    private static double AreaUnderCurve(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> happened)
    {
        var keys = probabilities.ToArray();
        var events = happened.ToArray();
        Array.Sort(keys, events);
        var (ranks, positives) = (0.0, 0L);
        for (var from = 0; from < keys.Length;)
        {
            var to = from;
            var inTie = 0L;
            for (; to < keys.Length && keys[to].Equals(keys[from]); to++)
            {
                inTie += events[to] > 0 ? 1 : 0;
            }

            ranks += inTie * ((from + 1 + to) / 2.0);
            positives += inTie;
            from = to;
        }

        var negatives = keys.Length - positives;
        return positives == 0 || negatives == 0 ? double.NaN : (ranks - positives * (positives + 1) / 2.0) / ((double)positives * negatives);
    }
}

/// <summary>Forecasts of nearly the same probability, and how often the event came.</summary>
/// <param name="Rows">Number of forecasts.</param>
/// <param name="Forecast">Their mean probability.</param>
/// <param name="Frequency">Share in which it came.</param>
public readonly record struct ReliabilityBin(long Rows, double Forecast, double Frequency);
