using System.Collections.Immutable;
using Signals.Actors.Control;
using Signals.Actors.Links;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Prediction.Ladder;

namespace Signals.Controller.Hosting;

/// <summary>The shell's parts of one intersection: its feed, its cabinet slot, its standing orders and its place on the board.</summary>
internal sealed class Junction(Intersection intersection, DetectorFeed feed, SnapshotBoard.Entry board, bool shadow)
{
    /// <summary>Ten polls.</summary>
    private static readonly Duration LinkedFor = new(1000);

    public Intersection Intersection { get; } = intersection;

    public DetectorFeed Feed { get; } = feed;

    public CabinetSlot Slot { get; } = new();

    public OperatorOrders Orders { get; } = new(shadow);

    public SnapshotBoard.Entry Board { get; } = board;

    /// <summary>Its arrival forecasts; null where none are wanted.</summary>
    public ForecastLadder? Forecast { get; set; }

    public IntersectionReadings Readings => new(Slot, new CabinetInputFeed(Intersection, Feed), Feed);

    public string Address => $"{Intersection.Cabinet.Transport} {Intersection.Cabinet.Address}:{Intersection.Cabinet.Port} unit {Intersection.Cabinet.UnitId}";

    public bool IsLinked(Instant now) => Slot.Latest is { } status && now - status.ReceivedAt <= LinkedFor;

    public IntersectionView View(Instant now) => new(
        Intersection.Id, Intersection.Name, IsLinked(now), LinkText(now), Board.Latest, Board.Began.Summarise(), Board.Decided.Summarise(), Board.Incarnations,
        Enum.GetValues<FeedOutcome>().ToImmutableDictionary(o => o.ToString(), o => Feed.Counters[o]))
    {
        Forecast = Forecast?.Status,
    };

    /// <summary>Where the cabinet is and how the link stands, in words.</summary>
    private string LinkText(Instant now) => Slot.Latest switch
    {
        null => $"{Address}: {Slot.Problem ?? "not reached"}",
        var status when now - status.ReceivedAt > LinkedFor => $"{Address}: silent for {(now - status.ReceivedAt).TotalSeconds:0} s",
        var status => $"{Address}: {status.Mode}, epoch {status.Epoch}{(status.IsOurs ? "" : " (not ours)")}",
    };
}
