using Signals.Actors.Clock;
using Signals.Actors.Links;
using Signals.Actors.Neighbours;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;

namespace Signals.Actors.Control;

/// <summary>Everything that an intersection actor is connected to.</summary>
public sealed record IntersectionWiring
{
    public required Intersection Intersection { get; init; }

    /// <summary>Makes the pure tick; each incarnation of the actor starts from a blank one and adopts what the cabinet shows.</summary>
    public required Func<IIntersectionTick> NewTick { get; init; }

    public required CabinetSlot Cabinet { get; init; }

    public required IReadingSource Readings { get; init; }

    public required IEventSink Events { get; init; }

    public required ITickRecorder Recorder { get; init; }

    public required NeighbourExchange Neighbours { get; init; }

    /// <summary>Says how many vehicles will arrive; null for none. It answers between two ticks, never within one.</summary>
    public IArrivalForecast? Forecast { get; init; }

    public required SnapshotBoard.Entry Board { get; init; }

    public required ITickGrid Grid { get; init; }

    public required OperatorOrders Orders { get; init; }

    /// <summary>Zone of plans by time of day.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>Wall-clock budget of one decision; default 50 ms, half a tick.</summary>
    public TimeSpan DecisionBudget { get; init; } = TimeSpan.FromMilliseconds(50);
}
