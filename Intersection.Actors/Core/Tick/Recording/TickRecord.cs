using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Tick.Recording;

/// <summary>One recorded tick: the owned form of a <see cref="TickInput"/>, and the digest of what it came to.</summary>
public sealed class TickRecord
{
    public required long Number { get; init; }

    public required Instant Deadline { get; init; }

    public required LocalTime Local { get; init; }

    public required DetectorReading[] Readings { get; init; }

    public required int ReadingsDropped { get; init; }

    public required CabinetStatus? Status { get; init; }

    public required NeighbourOutflow[] Neighbours { get; init; }

    public ArrivalForecast[] Forecasts { get; init; } = [];

    public required bool DecisionWasLate { get; init; }

    public required ControlLevel Limit { get; init; }

    public required bool Shadow { get; init; }

    public required ResultDigest Digest { get; init; }

    /// <summary>The input to feed to a fresh <c>IntersectionTick</c>.</summary>
    public TickInput AsInput() => new()
    {
        Number = Number,
        Deadline = Deadline,
        Local = Local,
        Readings = Readings,
        ReadingsDropped = ReadingsDropped,
        Status = Status,
        Neighbours = Neighbours,
        Forecasts = Forecasts,
        DecisionWasLate = DecisionWasLate,
        Limit = Limit,
        Shadow = Shadow,
    };
}
