using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Units;

namespace Signals.Sim.Forecasting;

/// <summary>
/// Knows what arrived in a run of the same seed without forecasts. Where traffic comes from outside, that is what will come; between two intersections it is only near it, because a controller
/// that knows more sends it at other times. An upper bound for what forecasting can be worth, not a controller.
/// </summary>
public sealed class OracleForecast(ArrivalLog log) : IArrivalForecast
{
    private Instant? _asked;

    public void Ask(in ForecastFrame frame) => _asked = frame.Now;

    public bool TryTake(Instant now, Span<ArrivalForecast> into)
    {
        if (_asked is not { } asked)
        {
            return false;
        }

        _asked = null;
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = log.After(asked, i) with { Age = now - asked };
        }

        return true;
    }
}
