namespace Signals.Core.Sensing;

/// <summary>
/// Calibrates an upstream count by what crosses the stop line: a station upstream also counts those who turn off into a pocket, and misses who comes out of a driveway. In and out
/// are compared only from one empty road to the next, because while a queue grows less goes out than came in and nobody was miscounted.
/// </summary>
internal sealed class FlowBalance
{
    /// <summary>Averaging: about ten cycles.</summary>
    private const double BalanceSeconds = 900;

    /// <summary>Bounds: beyond them a detector is wrong, not the road.</summary>
    private const double Least = 0.6;
    private const double Greatest = 1.2;

    /// <summary>Flow, veh/s, below which a ratio says nothing.</summary>
    private const double LeastFlow = 1e-3;

    private SmoothedFlow _in = new(BalanceSeconds);
    private SmoothedFlow _out = new(BalanceSeconds);
    private double _pendingIn;
    private double _pendingOut;
    private double _pendingSeconds;

    /// <summary>Factor on the upstream count; 1 until enough is known.</summary>
    public double Factor => _in.IsSettled && _in.PerSecond > LeastFlow ? Math.Clamp(_out.PerSecond / _in.PerSecond, Least, Greatest) : 1;

    /// <summary>One tick in which both stations were measured.</summary>
    public void Add(double vehiclesIn, double vehiclesOut, double seconds)
    {
        _pendingIn += vehiclesIn;
        _pendingOut += vehiclesOut;
        _pendingSeconds += seconds;
    }

    /// <summary>The queue is known to be empty: the period ends.</summary>
    public void Close()
    {
        _in.Add(_pendingIn, _pendingSeconds);
        _out.Add(_pendingOut, _pendingSeconds);
        Discard();
    }

    /// <summary>A station failed within the period: it is not comparable.</summary>
    public void Discard()
    {
        _pendingIn = 0;
        _pendingOut = 0;
        _pendingSeconds = 0;
    }
}
