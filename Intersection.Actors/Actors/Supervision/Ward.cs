using Akka.Actor;

namespace Signals.Actors.Supervision;

/// <summary>One supervised part: its child while it lives, and when to try again while it does not.</summary>
internal sealed class Ward(string intersectionId, string part, Props props)
{
    private readonly RestartBackoff _backoff = new();
    private long _dueAt = long.MinValue;

    public string IntersectionId { get; } = intersectionId;

    /// <summary><c>control</c> or <c>cabinet</c>.</summary>
    public string Part { get; } = part;

    public IActorRef? Child { get; private set; }

    public int Incarnation { get; private set; }

    public bool IsDue(long tick) => Child is null && tick >= _dueAt;

    public void Start(IActorContext context, long tick)
    {
        Child = context.Watch(context.ActorOf(props, $"{Part}-{IntersectionId}"));
        Incarnation++;
        _backoff.Started(tick);
    }

    /// <summary>The child is gone; returns the back-off in ticks.</summary>
    public long Failed(long tick)
    {
        Child = null;
        _dueAt = _backoff.Failed(tick);
        return _dueAt - tick;
    }

    public void Ended() => Child = null;

    public void AskToEnd(object end) => Child?.Tell(end);
}
