using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Ports;

/// <summary>
/// Says how many vehicles will arrive at each lane group. Never blocks and never fails: a model that is late, broken or drifted gives the next rung of its ladder, and says so
/// in <see cref="ArrivalForecast.Source"/>.
/// </summary>
public interface IArrivalForecast
{
    /// <summary>Latest forecast of every lane group. Called by the tick, once a second; must not allocate after warm-up.</summary>
    /// <param name="now">Deadline of the tick.</param>
    /// <param name="local">Local civil time at <paramref name="now"/>.</param>
    /// <param name="laneGroups">Present estimates, one entry a lane group.</param>
    /// <param name="into">Receives one forecast a lane group; as long as <paramref name="laneGroups"/>.</param>
    void Forecast(Instant now, LocalTime local, ReadOnlySpan<LaneGroupEstimate> laneGroups, Span<ArrivalForecast> into);
}
