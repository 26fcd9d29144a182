namespace Signals.Core.Sensing;

/// <summary>
/// Learns the saturation flow of a lane group from its own discharge: vehicles that cross the stop line between the end of the start-up loss and the end of the
/// queue that stood at the start of green. Bounded to 60–130 % of the configured value, so that neither a blocked exit nor a lying counter can carry it away.
/// Source of the method: HCM 6th ed., ch. 31 (prevailing saturation flow by headways after the fourth vehicle).
/// </summary>
internal sealed class SaturationFlow
{
    public const double LeastShare = 0.6;
    public const double GreatestShare = 1.3;

    /// <summary>A sample needs this many vehicles in each lane.</summary>
    private const double VehiclesPerLane = 4;

    /// <summary>A sample's weight in the running value.</summary>
    private const double Gain = 0.1;

    /// <summary>The queue's last vehicles are not trusted to have stood.</summary>
    private const double CertainShareOfQueue = 0.8;

    /// <summary>A headway this long in one lane ends the saturated part.</summary>
    private const double EndGapSeconds = 4;

    private readonly double _configured;
    private readonly int _lanes;
    private readonly double _startUpLost;
    private bool _sampling;
    private double _budget;
    private double _crossed;
    private double _firstAt;
    private double _lastAt;

    public SaturationFlow(double configuredPerSecond, int lanes, double startUpLostSeconds)
    {
        _configured = configuredPerSecond;
        _lanes = lanes;
        _startUpLost = startUpLostSeconds;
        PerSecond = configuredPerSecond;
    }

    /// <summary>Learned saturation flow of all lanes, veh/s.</summary>
    public double PerSecond { get; private set; }

    public void BeginGreen(double queue)
    {
        _budget = queue * CertainShareOfQueue;
        _sampling = _budget >= VehiclesPerLane * _lanes;
        _crossed = 0;
        _firstAt = double.NaN;
    }

    /// <param name="greenSeconds">Time since the start of green.</param>
    /// <param name="vehicles">Measured crossings of this tick.</param>
    public void Observe(double greenSeconds, double vehicles)
    {
        if (!_sampling)
        {
            return;
        }

        _budget -= vehicles;
        if (vehicles > 0 && greenSeconds >= _startUpLost)
        {
            if (double.IsNaN(_firstAt))
            {
                _firstAt = greenSeconds; // headways count from the first crossing on
            }
            else
            {
                _crossed += vehicles;
                _lastAt = greenSeconds;
            }
        }

        var lastCrossing = _crossed > 0 ? _lastAt : double.IsNaN(_firstAt) ? _startUpLost : _firstAt;
        if (_budget <= 0 || greenSeconds - lastCrossing > EndGapSeconds)
        {
            EndGreen();
        }
    }

    /// <summary>Also ends a sample that a short green cut off.</summary>
    public void EndGreen()
    {
        var length = _crossed > 0 ? _lastAt - _firstAt : 0;
        if (_sampling && length > 0 && _crossed >= VehiclesPerLane * _lanes * 0.75)
        {
            var sample = Math.Clamp(_crossed / length, LeastShare * _configured, GreatestShare * _configured);
            PerSecond += Gain * (sample - PerSecond);
        }

        _sampling = false;
    }
}
