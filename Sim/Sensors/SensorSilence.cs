using Signals.Core.Units;
using Signals.Sim.Traffic;

namespace Signals.Sim.Sensors;

/// <summary>Random dropouts of one sensor: all its zones fall silent together.</summary>
internal sealed class SensorSilence
{
    private readonly SensorErrorModel _model;
    private SeededRandom _random;
    private double _untilNext;
    private Instant _until = new(long.MinValue);

    public SensorSilence(SensorErrorModel model, ulong seed)
    {
        _model = model;
        _random = new SeededRandom(seed);
        _untilNext = _random.NextExponential();
    }

    public bool IsSilent { get; private set; }

    public void Advance(Instant now, Duration step)
    {
        _untilNext -= _model.DropoutsPerHour / 3600.0 * step.TotalSeconds;
        if (_untilNext <= 0)
        {
            _untilNext = _random.NextExponential();
            _until = now + Duration.FromSeconds(_model.DropoutLength.TotalSeconds * _random.NextExponential());
        }

        IsSilent = now < _until;
    }
}
