namespace Signals.Sim.Validation;

/// <summary>A mean over seeds and half the width of its 95 % confidence interval.</summary>
/// <param name="Mean">Mean; NaN without samples.</param>
/// <param name="HalfWidth">Half the interval; NaN with fewer than two samples, because one run says nothing about spread.</param>
/// <param name="Count">Samples.</param>
public readonly record struct MeanInterval(double Mean, double HalfWidth, int Count)
{
    public double Low => Mean - HalfWidth;

    public double High => Mean + HalfWidth;

    /// <summary>True when zero lies outside the interval: the difference is more than seed noise.</summary>
    public bool ExcludesZero => !double.IsNaN(HalfWidth) && (Low > 0 || High < 0);

    /// <summary>Mean and interval of independent samples.</summary>
    public static MeanInterval Of(ReadOnlySpan<double> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += sample;
        }

        var mean = sum / samples.Length;
        if (samples.Length < 2)
        {
            return new MeanInterval(mean, double.NaN, samples.Length);
        }

        var squares = 0.0;
        foreach (var sample in samples)
        {
            squares += (sample - mean) * (sample - mean);
        }

        var error = Math.Sqrt(squares / (samples.Length - 1) / samples.Length);
        return new MeanInterval(mean, StudentT.TwoSided95(samples.Length - 1) * error, samples.Length);
    }

    /// <summary>Interval of <paramref name="of"/> − <paramref name="against"/>, seed by seed.</summary>
    /// <exception cref="ArgumentException">Not the same number of runs.</exception>
    public static MeanInterval OfDifferences(ReadOnlySpan<double> of, ReadOnlySpan<double> against)
    {
        if (of.Length != against.Length)
        {
            throw new ArgumentException($"{of.Length} runs cannot be paired with {against.Length}", nameof(against));
        }

        var differences = new double[of.Length];
        for (var i = 0; i < differences.Length; i++)
        {
            differences[i] = of[i] - against[i];
        }

        return Of(differences);
    }
}
