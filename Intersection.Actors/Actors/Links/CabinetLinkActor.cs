using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;

namespace Signals.Actors.Links;

/// <summary>
/// Owns the life of one cabinet's driver: makes it, runs it, fails with it (the supervisor then starts a new one after a back-off) and ends it. No
/// status or command passes through a mailbox: the tick reads and writes the port itself.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor's life ends in PostStop, which disposes of the token source.")]
public sealed class CabinetLinkActor : ReceiveActor
{
    private readonly Func<ICabinetLink> _newLink;
    private readonly CabinetSlot _slot;
    private readonly CancellationTokenSource _life = new();

    /// <param name="newLink">Makes a fresh driver; called once per incarnation.</param>
    /// <param name="slot">The port to connect it to.</param>
    public CabinetLinkActor(Func<ICabinetLink> newLink, CabinetSlot slot)
    {
        _newLink = newLink;
        _slot = slot;
        Receive<LinkEnded>(OnEnded);
        Receive<EndLink>(_ => _life.Cancel());
    }

    protected override void PreStart()
    {
        var link = _newLink();
        _slot.Connect(link);
        link.RunAsync(_life.Token).PipeTo(
            Self, success: () => new LinkEnded(null), failure: cause => new LinkEnded(cause));
    }

    protected override void PostStop()
    {
        _slot.Connect(null);
        _life.Cancel();
        _life.Dispose();
    }

    private void OnEnded(LinkEnded ended)
    {
        if (_life.IsCancellationRequested)
        {
            Context.Stop(Self);
            return;
        }

        Context.GetLogger().Error(ended.Cause, "the cabinet driver ended");
        throw new InvalidOperationException("the cabinet driver ended although nobody asked it to", ended.Cause);
    }

    /// <summary>Asks for an orderly end: the driver sends what is pending, then the actor stops.</summary>
    public sealed record EndLink
    {
        public static readonly EndLink Instance = new();
    }

    private sealed record LinkEnded(Exception? Cause);
}
