using Akka.Actor;
using Akka.Event;

namespace Signals.Actors.Cluster;

/// <summary>Stands where another node asks this one for an intersection that its corridor files do not have: says so once, and controls nothing.</summary>
public sealed class UnlistedIntersection : ReceiveActor
{
    private readonly string _id;

    public UnlistedIntersection(string id)
    {
        _id = id;
        Receive<IntersectionEntity.HandOff>(_ => Context.Stop(Self));
        ReceiveAny(_ => { });
    }

    protected override void PreStart() => Context.GetLogger().Error(
        "intersection {0} is asked of this node, but is in none of its corridor files; give every node of the cluster the same files", _id);
}
