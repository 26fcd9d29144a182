using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Traffic;

namespace Signals.Sim.Sensors;

/// <summary>What one zone of a sensor believes: follows the truth with the model's errors and adds up the current one-second interval.</summary>
internal sealed class ZoneEmulation(Detector detector, SensorErrorModel model, Instant origin, ulong seed)
{
    /// <summary>Slower vehicles do not turn position noise into more time than this speed would, m/s.</summary>
    private const double LeastSpeed = 3.0;

    /// <summary>
    /// Mean time after which a vehicle that was missed on arrival, but stands in the zone, is found after all, s: a camera or radar looks many times a
    /// second, so that a miss is short; without this a lone driver could wait unseen for ever.
    /// </summary>
    private const double MeanTimeToFind = 5.0;

    private const double ShortestFalsePulse = 0.4;
    private const double MeanFalsePulse = 0.6;
    private const long ChatterHalfPeriodMs = 250;

    private SeededRandom _random = new(seed);
    private DetectorTruth _truth;
    private bool _missing;
    private Instant _missingUntil;
    private Instant _onSince;
    private Instant? _falseDue;
    private Instant _falseUntil = new(long.MinValue);
    private Instant _intervalStart;
    private bool _started;
    private double _occupied;
    private int _count;
    private double _speedSum;
    private int _speeds;
    private Instant _lastEmitted = new(long.MinValue);

    public Detector Detector { get; } = detector;

    public SensorErrorModel Model { get; } = model;

    public SensorFaultKind? Fault { get; set; }

    public bool IsSilent { get; set; }

    /// <summary>The zone believes itself occupied.</summary>
    public bool IsOn { get; private set; }

    public bool Is(string target) => Detector.Id == target || (Detector.Sensor.Length > 0 && Detector.Sensor == target);

    /// <summary>Follows one step of the engine, which ended at <paramref name="now"/>.</summary>
    public void Observe(in DetectorTruth truth, Instant now, Duration step, bool occluded, EmulatedSensors sensors)
    {
        var start = now - step;
        if (!_started)
        {
            (_started, _intervalStart, _truth.OnAt, _truth.OffAt) = (true, start, double.NegativeInfinity, double.NegativeInfinity);
        }

        if (Fault is SensorFaultKind.StuckOn or SensorFaultKind.StuckOff or SensorFaultKind.Chatter)
        {
            FollowFault(now, sensors);
        }
        else
        {
            FollowTruth(truth, start, step, occluded, sensors);
        }

        _truth = truth;
    }

    /// <summary>Sends the interval that ends at <paramref name="end"/> and begins the next.</summary>
    public void CloseInterval(Instant end, EmulatedSensors sensors)
    {
        var length = (end - _intervalStart).TotalSeconds;
        if (length > 0 && Detector.Kind != DetectorKind.PushButton)
        {
            var occupied = _occupied + (IsOn ? (end - Later(_onSince, _intervalStart)).TotalSeconds : 0);
            var speed = _speeds > 0 && !double.IsNaN(Model.SpeedError) ? _speedSum / _speeds * 3.6 : double.NaN;
            Emit(sensors, new SensorObservation(
                Detector.Sensor, Detector.SensorLane, Detector.Index, ObservationKind.Interval, IsOn, _intervalStart, end, _count,
                Math.Clamp(occupied / length, 0, 1), speed, end));
        }

        (_intervalStart, _occupied, _count, _speedSum, _speeds) = (end, 0, 0, 0, 0);
    }

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;

    private void FollowTruth(in DetectorTruth truth, Instant start, Duration step, bool occluded, EmulatedSensors sensors)
    {
        var entered = (int)(truth.Count - _truth.Count);
        var speed = entered > 0 ? (truth.SpeedSum - _truth.SpeedSum) / entered : double.NaN;
        if (truth.OnAt > _truth.OnAt)
        {
            _missing = _random.NextDouble() < Model.MissRate || (occluded && _random.NextDouble() < Model.OcclusionRate);
            _missingUntil = _missing ? start + Duration.FromSeconds(MeanTimeToFind * _random.NextExponential()) : start;
            Turn(true, start + SinceStart(truth.OnAt, start) + Noise(speed), sensors);
        }
        else if (truth.Present && !IsOn && !_missing)
        {
            Turn(true, start, sensors); // After a fault or a miss: the zone finds a vehicle that was there all along.
        }

        Count(entered, speed);
        _missing &= start < _missingUntil;
        if (truth.OffAt > _truth.OffAt)
        {
            Turn(false, start + SinceStart(truth.OffAt, start) + Noise(speed), sensors);
            _missing = false;
        }
        else if (!truth.Present && IsOn && start >= _falseUntil)
        {
            Turn(false, start, sensors);
        }

        MaybeFalse(entered, start, step, sensors);
    }

    /// <summary>Engine times are seconds since its start; the step's start is known both ways, so only the difference is used.</summary>
    private Duration SinceStart(double engineSeconds, Instant start) =>
        Duration.FromSeconds(engineSeconds) - new Duration((start - origin).Milliseconds);

    private Duration Noise(double speed)
    {
        var draw = _random.NextBell();
        var metres = Model.PositionNoise.Value * draw;
        return Duration.FromSeconds(metres / Math.Max(LeastSpeed, double.IsNaN(speed) ? LeastSpeed : speed));
    }

    private void Count(int entered, double speed)
    {
        if (entered <= 0 || _missing)
        {
            return;
        }

        _count += entered;
        if (!double.IsNaN(Model.SpeedError))
        {
            _speedSum += entered * Math.Max(0, speed * (1 + Model.SpeedError * _random.NextBell()));
            _speeds += entered;
        }
    }

    private void MaybeFalse(int entered, Instant start, Duration step, EmulatedSensors sensors)
    {
        // One draw for each true vehicle keeps false counts a share of the flow; they come at another moment than the vehicle.
        if (entered > 0 && _random.NextDouble() < Model.FalseRate * entered)
        {
            _falseDue = start + step + Duration.FromSeconds(2 + 8 * _random.NextDouble());
        }

        if (_falseDue is { } due && start >= due && !IsOn)
        {
            _falseDue = null;
            _falseUntil = start + Duration.FromSeconds(ShortestFalsePulse + MeanFalsePulse * _random.NextExponential());
            Turn(true, start, sensors, force: true);
            _count++;
        }
    }

    private void FollowFault(Instant now, EmulatedSensors sensors)
    {
        var on = Fault == SensorFaultKind.StuckOn
            || (Fault == SensorFaultKind.Chatter && now.UnixMilliseconds / ChatterHalfPeriodMs % 2 == 0);
        _count += on && !IsOn && Fault == SensorFaultKind.Chatter ? 1 : 0;
        Turn(on, now, sensors, force: true);
    }

    private void Turn(bool on, Instant at, EmulatedSensors sensors, bool force = false)
    {
        if (on == IsOn || (on && _missing && !force))
        {
            return;
        }

        at = on ? at : Later(at, _onSince);
        if (on)
        {
            _onSince = at;
        }
        else
        {
            _occupied += Math.Max(0, (at - Later(_onSince, _intervalStart)).TotalSeconds);
        }

        IsOn = on;
        Emit(sensors, new SensorObservation(
            Detector.Sensor, Detector.SensorLane, Detector.Index, ObservationKind.Event, on, at, at, on ? 1 : 0, 0, double.NaN, at));
    }

    private void Emit(EmulatedSensors sensors, in SensorObservation observation)
    {
        if (IsSilent)
        {
            return;
        }

        var jitter = Duration.FromSeconds(Model.LatencyJitter.TotalSeconds * _random.NextExponential());
        _lastEmitted = Later(observation.EmittedAt + Model.Latency + jitter, _lastEmitted);
        sensors.Send(observation with { EmittedAt = _lastEmitted });
    }
}
