using Signals.Core.Ports;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>The arrival forecasts in force: the last that came, growing older, until they say nothing about now any more.</summary>
/// <param name="laneGroups">Lane groups of the intersection.</param>
internal sealed class ForecastMemory(int laneGroups)
{
    /// <summary>Older forecasts are forgotten: five that did not come.</summary>
    public static readonly Duration FreshFor = Duration.FromSeconds(5);

    private readonly ArrivalForecast[] _forecasts = new ArrivalForecast[laneGroups];
    private Instant? _at;

    /// <summary>One entry a lane group with its present age; empty when there is none.</summary>
    public ReadOnlySpan<ArrivalForecast> Current => _at is null ? [] : _forecasts;

    /// <param name="now">Deadline of the tick.</param>
    /// <param name="arrived">What came since the last tick; anything but one forecast a lane group is ignored.</param>
    public void Advance(Instant now, ReadOnlySpan<ArrivalForecast> arrived)
    {
        if (arrived.Length == laneGroups)
        {
            arrived.CopyTo(_forecasts);
            _at = now;
            return;
        }

        if (_at is not { } before)
        {
            return;
        }

        _at = now;
        foreach (ref var forecast in _forecasts.AsSpan())
        {
            forecast = forecast with { Age = forecast.Age + (now - before) };
            _at = forecast.Age > FreshFor ? null : _at;
        }
    }
}
