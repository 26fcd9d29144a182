using Akka.Actor;
using Signals.Actors.Clock;
using Signals.Actors.Messages;
using Signals.Actors.Supervision;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Actors.Cluster;

/// <summary>
/// One intersection on the node that owns it: the same control and cabinet link as on a single node, and the decision when to claim the cabinet. Its end is a
/// hand-over unless it runs on the last node, so that the cabinet's lease bridges the move and the new owner adopts what it finds.
/// </summary>
public sealed class IntersectionEntity : ReceiveActor
{
    private readonly EntityWiring _wiring;
    private readonly ClaimGuard _guard = new();
    private IActorRef _control = ActorRefs.Nobody;

    public IntersectionEntity(EntityWiring wiring)
    {
        _wiring = wiring;
        Receive<ControlTick>(OnTick);
        Receive<ClusterMessage.Forecast>(OnForecast);
        Receive<ClusterMessage.Announce>(_ => { });
        Receive<IntersectionCommand>(command => _control.Forward(new CorridorCommand.Operate(Id, command)));
        Receive<HandOff>(_ => OnHandOff());
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    private string Id => _wiring.Parts.Id;

    protected override void PreStart()
    {
        DiscardReadings();
        _control = Context.Watch(Context.ActorOf(
            Props.Create(() => new CorridorSupervisor(new[] { _wiring.Parts })).WithDispatcher(ControlDispatcher.Id), "corridor"));
        _wiring.Entities.Add(Id, Self);
    }

    protected override void PostStop()
    {
        _wiring.Entities.Remove(Id, Self);
        _wiring.Ended(Id);
    }

    /// <summary>Sensors tell every node; what came while another one owned the intersection is history.</summary>
    private void DiscardReadings()
    {
        var some = new DetectorReading[256];
        while (_wiring.Parts.Wiring.Readings.Drain(some) > 0)
        {
        }

        _wiring.Parts.Wiring.Readings.TakeDropped();
    }

    private void OnTick(ControlTick tick)
    {
        var orders = _wiring.Parts.Wiring.Orders;
        Duration? lease = _wiring.Board.IsAlone ? _wiring.Parts.Wiring.Intersection.Control.Lease : null;
        var mayClaim = _guard.Advance(tick.Number, _wiring.Board.Membership.HasMajority, _wiring.Parts.Slot.Latest, lease);
        if (mayClaim && !orders.Shadow && orders.Limit > ControlLevel.Observe)
        {
            _wiring.Parts.Slot.AllowClaim();
        }

        _control.Tell(tick);
    }

    private void OnForecast(ClusterMessage.Forecast forecast)
    {
        _wiring.Relay.Arrived(forecast);
        _wiring.Parts.Wiring.Neighbours.Receive(forecast.IntersectionId, forecast.Outflow);
    }

    private void OnHandOff() => _control.Tell(new CorridorCommand.Shutdown(Release: _wiring.Board.Membership.IsLast && !_wiring.Board.GivesWay));

    /// <summary>Asks for the end at this node: a move, or the node is leaving.</summary>
    public sealed record HandOff
    {
        public static readonly HandOff Instance = new();
    }
}
