using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Units;

namespace Signals.Sim.Forecasting;

/// <summary>Forecasts nothing and notes what arrives.</summary>
public sealed class ArrivalRecorder(ArrivalLog log) : IArrivalForecast
{
    public void Ask(in ForecastFrame frame) => log.Add(frame.Now, frame.Rows);

    public bool TryTake(Instant now, Span<ArrivalForecast> into) => false;
}
