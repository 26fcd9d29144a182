namespace Signals.Benchmarks;

/// <summary>A sample that grows and is asked for its quantiles. Not thread-safe.</summary>
internal sealed class Quantiles
{
    private readonly List<double> _values = [];
    private bool _sorted = true;

    public int Count => _values.Count;

    public double Mean => _values.Count == 0 ? double.NaN : _values.Average();

    public double Max => At(1);

    public void Add(double value)
    {
        _values.Add(value);
        _sorted = false;
    }

    public void AddAll(Quantiles other)
    {
        _values.AddRange(other._values);
        _sorted = false;
    }

    /// <summary>Smallest value that at least this share of the sample does not exceed; NaN of an empty sample.</summary>
    public double At(double share)
    {
        if (_values.Count == 0)
        {
            return double.NaN;
        }

        if (!_sorted)
        {
            _values.Sort();
            _sorted = true;
        }

        return _values[Math.Clamp((int)Math.Ceiling(share * _values.Count) - 1, 0, _values.Count - 1)];
    }

    /// <summary>A value as it is printed; null when there is none.</summary>
    public double? Rounded(double share, int digits = 1) => double.IsFinite(At(share)) ? Math.Round(At(share), digits) : null;
}
