namespace Signals.Core.Sensing;

/// <summary>
/// A flow averaged exponentially over a time constant; while less than one time constant has been observed it is the plain mean, so that the
/// first minute is not pulled towards an invented start value.
/// </summary>
/// <param name="timeConstant">Seconds, &gt; 0.</param>
internal struct SmoothedFlow(double timeConstant)
{
    private readonly double _timeConstant = timeConstant;

    /// <summary>Vehicles per second; NaN before the first observation.</summary>
    public double PerSecond { get; private set; } = double.NaN;

    /// <summary>Seconds observed, counted up to the time constant.</summary>
    public double Observed { get; private set; }

    /// <summary>True once half a time constant has been seen.</summary>
    public readonly bool IsSettled => Observed >= _timeConstant / 2;

    public void Add(double vehicles, double seconds)
    {
        if (seconds <= 0)
        {
            return;
        }

        Observed = Math.Min(_timeConstant, Observed + seconds);
        var gain = Math.Min(1, seconds / Observed);
        var before = double.IsNaN(PerSecond) ? 0 : PerSecond;
        PerSecond = before + gain * (vehicles / seconds - before);
    }

    /// <summary>Value, or <paramref name="otherwise"/> before the first observation.</summary>
    public readonly double Or(double otherwise) => double.IsNaN(PerSecond) ? otherwise : PerSecond;
}
