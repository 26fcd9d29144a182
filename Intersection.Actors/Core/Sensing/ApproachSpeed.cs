using Signals.Core.Units;

namespace Signals.Core.Sensing;

/// <summary>Mean speed of an approach from the speeds that its sensors report; the approach's own speed while none does.</summary>
internal sealed class ApproachSpeed(MetresPerSecond free, DetectorTrack[] detectors)
{
    /// <summary>Weight of one reported speed.</summary>
    private const double Gain = 0.2;

    /// <summary>Without a report for this long the speed is unknown again.</summary>
    private const double ForgetSeconds = 30;

    /// <summary>Below this a reported speed is that of the queue, not of the traffic on its way to it.</summary>
    private const double LeastTravelKph = 15;

    private double _kph = double.NaN;
    private double _sinceReport;

    /// <summary>Smoothed measured speed, km/h; NaN when not measured.</summary>
    public float Kph => (float)_kph;

    /// <summary>Speed at which traffic travels to the back of the queue; never zero.</summary>
    public double MetresPerSecond => double.IsNaN(_kph) ? Math.Max(1, free.Value) : Math.Max(LeastTravelKph, _kph) / 3.6;

    public void Advance(double seconds, ReadOnlySpan<DetectorHealth> health)
    {
        _sinceReport += seconds;
        foreach (var track in detectors)
        {
            if (float.IsNaN(track.SpeedKph) || !health[track.Detector.Index].IsUsable)
            {
                continue;
            }

            _kph = double.IsNaN(_kph) ? track.SpeedKph : _kph + Gain * (track.SpeedKph - _kph);
            _sinceReport = 0;
        }

        _kph = _sinceReport > ForgetSeconds ? double.NaN : _kph;
    }
}
