namespace Signals.Core.Sensing.Objects;

/// <summary>
/// How often an object that a sensor shows for the first time is no vehicle: seen once and never again. Learned, because with a good sensor a new vehicle must count at once, and
/// with a poor one a reflection must not.
/// </summary>
internal sealed class FalseObjects
{
    /// <summary>Worth of the prior "this sensor shows vehicles only".</summary>
    private const double PriorSamples = 20;

    /// <summary>Samples remembered.</summary>
    private const double MemorySamples = 200;

    /// <summary>Nobody new is believed less than this.</summary>
    private const double Most = 0.8;

    private double _false;
    private double _samples = PriorSamples;

    /// <summary>Weight of an object that was seen once, 0.2–1.</summary>
    public float WeightOfNew => (float)(1 - Math.Min(Most, _false / _samples));

    public void Confirmed() => Add(0);

    public void Vanished() => Add(1);

    private void Add(double isFalse)
    {
        var keep = _samples >= MemorySamples ? 1 - 1 / MemorySamples : 1;
        _false = _false * keep + isFalse;
        _samples = _samples * keep + 1;
    }
}
