using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>
/// Everything that one tick of one intersection depends on. Together with the ticks before it, it determines the command bit for bit; it is what the
/// flight recorder writes. A view: it must not outlive the call.
/// </summary>
public readonly ref struct TickInput
{
    /// <summary>Number of the tick on the absolute 100 ms grid.</summary>
    public required long Number { get; init; }

    /// <summary>The instant that this tick is computed for, whenever it really runs.</summary>
    public required Instant Deadline { get; init; }

    public required LocalTime Local { get; init; }

    /// <summary>Readings drained from the feed since the last tick, oldest first.</summary>
    public required ReadOnlySpan<DetectorReading> Readings { get; init; }

    /// <summary>Readings that the bounded feed had to drop since the last tick.</summary>
    public int ReadingsDropped { get; init; }

    /// <summary>Latest status of the cabinet, or null.</summary>
    public required CabinetStatus? Status { get; init; }

    /// <summary>Fresh forecasts of upstream neighbours.</summary>
    public ReadOnlySpan<NeighbourOutflow> Neighbours { get; init; }

    /// <summary>Arrival forecasts that came since the last tick, one a lane group; empty when none came. The tick keeps them until they are too old.</summary>
    public ReadOnlySpan<ArrivalForecast> Forecasts { get; init; }

    /// <summary>True when the last decision took longer than its wall-clock budget: measured outside, so that the core stays deterministic.</summary>
    public bool DecisionWasLate { get; init; }

    /// <summary>Highest rung an operator allows now; <see cref="ControlLevel.Adaptive"/> is no limit.</summary>
    public required ControlLevel Limit { get; init; }

    /// <summary>True to decide, log and measure, but command nothing.</summary>
    public required bool Shadow { get; init; }
}
