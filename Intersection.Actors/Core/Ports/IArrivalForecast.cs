using Signals.Core.Prediction;
using Signals.Core.Units;

namespace Signals.Core.Ports;

/// <summary>
/// Says how many vehicles will arrive at each lane group of one intersection. Never blocks and never fails: a model that is late, broken or drifted gives the next rung of its ladder, and
/// says so in <see cref="ArrivalForecast.Source"/>. Its answers enter a tick as data and are recorded with it.
/// </summary>
public interface IArrivalForecast
{
    /// <summary>Asks for a forecast; once a second, after the tick. Copies what it needs of the frame; must not allocate after warm-up.</summary>
    void Ask(in ForecastFrame frame);

    /// <summary>Takes the forecast of the last <see cref="Ask"/>, once; before the next tick.</summary>
    /// <param name="now">Deadline of the tick that it is for.</param>
    /// <param name="into">Receives one forecast a lane group.</param>
    /// <returns>False when nothing was asked since the last call.</returns>
    bool TryTake(Instant now, Span<ArrivalForecast> into);
}
