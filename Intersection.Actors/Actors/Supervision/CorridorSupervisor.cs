using Akka.Actor;
using Signals.Actors.Clock;
using Signals.Actors.Control;
using Signals.Actors.Links;
using Signals.Actors.Messages;
using Signals.Core.Units;

namespace Signals.Actors.Supervision;

/// <summary>
/// Parent of everything in a corridor: one control actor and one cabinet link for each intersection. A part that fails is stopped and started afresh after a back-off
/// counted in ticks; no other part notices. On shutdown controls give their cabinets back first, then the links end.
/// </summary>
public sealed class CorridorSupervisor : ReceiveActor
{
    private readonly Ward[] _controls;
    private readonly Ward[] _links;
    private long _tick;
    private bool _ending;

    public CorridorSupervisor(IReadOnlyList<IntersectionParts> parts)
    {
        _controls = [.. parts.Select(Control)];
        _links = [.. parts.Select(Link)];
        Receive<ControlTick>(OnTick);
        Receive<Terminated>(OnTerminated);
        Receive<CorridorCommand.Operate>(OnOperate);
        Receive<CorridorCommand.Shutdown>(OnShutdown);
    }

    protected override void PreStart()
    {
        foreach (var ward in _links.Concat(_controls))
        {
            ward.Start(Context, _tick);
        }
    }

    /// <summary>Stop, never restart in place: a fresh start waits for its back-off.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private static Ward Control(IntersectionParts parts) => new(
        parts.Id, "control", Props.Create(() => new IntersectionActor(parts.Wiring)).WithDispatcher(ControlDispatcher.Id));

    private static Ward Link(IntersectionParts parts) => new(
        parts.Id, "cabinet", Props.Create(() => new CabinetLinkActor(parts.NewLink, parts.Slot)));

    private void OnTick(ControlTick tick)
    {
        _tick = tick.Number;
        if (_ending)
        {
            return;
        }

        foreach (var ward in _controls)
        {
            Revive(ward);
            ward.Child?.Tell(tick);
        }

        foreach (var ward in _links)
        {
            Revive(ward);
        }
    }

    private void Revive(Ward ward)
    {
        if (ward.IsDue(_tick))
        {
            ward.Start(Context, _tick);
            Context.System.EventStream.Publish(new CorridorEvent.PartRestarted(ward.IntersectionId, ward.Part, ward.Incarnation));
        }
    }

    private void OnTerminated(Terminated gone)
    {
        var ward = Array.Find(_controls, w => gone.ActorRef.Equals(w.Child)) ?? Array.Find(_links, w => gone.ActorRef.Equals(w.Child));
        if (ward is null)
        {
            return;
        }

        if (_ending)
        {
            ward.Ended();
            ContinueShutdown();
            return;
        }

        var delay = ward.Failed(_tick) * Duration.Tenth.Milliseconds;
        Context.System.EventStream.Publish(new CorridorEvent.PartFailed(ward.IntersectionId, ward.Part, TimeSpan.FromMilliseconds(delay)));
    }

    private void OnOperate(CorridorCommand.Operate order)
    {
        var ward = Array.Find(_controls, w => w.IntersectionId == order.IntersectionId);
        if (ward?.Child is { } child)
        {
            child.Forward(order.Command);
            return;
        }

        var known = string.Join(", ", _controls.Select(w => w.IntersectionId));
        Sender.Tell(new CommandReply(false, ward is null
            ? $"no intersection '{order.IntersectionId}'; there are: {known}"
            : $"{order.IntersectionId} has failed and is being started again; repeat the command in a moment"));
    }

    private void OnShutdown(CorridorCommand.Shutdown shutdown)
    {
        _ending = true;
        foreach (var ward in _controls)
        {
            ward.AskToEnd(shutdown.Release ? IntersectionActor.End.Releasing : IntersectionActor.End.HandingOver);
        }

        ContinueShutdown();
    }

    private void ContinueShutdown()
    {
        if (Array.Exists(_controls, w => w.Child is not null))
        {
            return;
        }

        if (Array.TrueForAll(_links, w => w.Child is null))
        {
            Context.Stop(Self);
            return;
        }

        foreach (var ward in _links)
        {
            ward.AskToEnd(CabinetLinkActor.EndLink.Instance);
        }
    }
}
