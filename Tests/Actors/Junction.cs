using Signals.Actors.Control;
using Signals.Actors.Links;
using Signals.Actors.Neighbours;
using Signals.Actors.Supervision;
using Signals.Core.Model;
using Signals.Tests.Support;

namespace Signals.Tests.Actors;

/// <summary>One intersection with everything around it faked, ready to be given to an actor.</summary>
public sealed class Junction
{
    private readonly List<ScriptedTick> _ticks = [];

    public Junction(FakeGrid grid, Intersection? intersection = null, Func<Intersection, FakeCabinet>? newCabinet = null)
    {
        Intersection = intersection ?? TestIntersections.RingBarrier();
        Cabinet = new FakeCabinet(Intersection);
        Grid = grid;
        var corridor = new Corridor("test", "mutcd", "UTC", TrafficSide.Right, [Intersection], [], "");
        Board = new SnapshotBoard(corridor)[Intersection.Id];
        Orders = new OperatorOrders(Intersection.Control.Shadow);
        Wiring = new IntersectionWiring
        {
            Intersection = Intersection,
            NewTick = NewTick,
            Cabinet = Slot,
            Readings = Recorders,
            Events = Recorders,
            Recorder = Recorders,
            Neighbours = new NeighbourExchange(corridor),
            Board = Board,
            Grid = grid,
            Orders = Orders,
            TimeZone = TimeZoneInfo.Utc,
        };
        Parts = new IntersectionParts(
            Wiring,
            () =>
            {
                Cabinet = newCabinet?.Invoke(Intersection) ?? new FakeCabinet(Intersection) { Latest = Cabinet.Latest };
                Links++;
                return Cabinet;
            },
            Slot);
        Slot.Connect(Cabinet);
    }

    public Intersection Intersection { get; }

    public FakeGrid Grid { get; }

    public FakeCabinet Cabinet { get; private set; }

    public CabinetSlot Slot { get; } = new();

    public Recorders Recorders { get; } = new();

    public SnapshotBoard.Entry Board { get; }

    public OperatorOrders Orders { get; }

    public IntersectionWiring Wiring { get; }

    public IntersectionParts Parts { get; }

    /// <summary>Drivers made so far.</summary>
    public int Links { get; private set; }

    /// <summary>The tick of the present incarnation.</summary>
    public ScriptedTick Tick
    {
        get
        {
            lock (_ticks)
            {
                return _ticks[^1];
            }
        }
    }

    public int Incarnations
    {
        get
        {
            lock (_ticks)
            {
                return _ticks.Count;
            }
        }
    }

    /// <summary>True when an incarnation has started and computed that tick.</summary>
    public bool Computed(long number) => Incarnations > 0 && Tick.Seen.Any(t => t.Number == number);

    private ScriptedTick NewTick()
    {
        lock (_ticks)
        {
            _ticks.Add(new ScriptedTick(Intersection));
            return _ticks[^1];
        }
    }
}
