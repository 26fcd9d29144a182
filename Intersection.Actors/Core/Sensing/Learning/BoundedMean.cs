namespace Signals.Core.Sensing.Learning;

/// <summary>
/// A running mean that starts from a prior worth some samples, forgets slowly and never leaves its bounds; a sample outside them counts as the bound, so that no single one can carry it away.
/// </summary>
/// <param name="prior">Value before the first sample, within the bounds.</param>
/// <param name="priorSamples">What the prior is worth.</param>
/// <param name="memory">Samples remembered, &gt; <paramref name="priorSamples"/>.</param>
/// <param name="least">Lower bound.</param>
/// <param name="most">Upper bound.</param>
internal struct BoundedMean(double prior, double priorSamples, double memory, double least, double most)
{
    private readonly double _memory = memory;
    private readonly double _least = least;
    private readonly double _most = most;
    private double _worth = priorSamples;

    public double Value { get; private set; } = Math.Clamp(prior, least, most);

    /// <summary>Samples taken.</summary>
    public int Samples { get; private set; }

    public void Add(double sample)
    {
        _worth = Math.Min(_memory, _worth + 1);
        Value += (Math.Clamp(sample, _least, _most) - Value) / _worth;
        Samples = Math.Min(Samples + 1, 1_000_000);
    }
}
