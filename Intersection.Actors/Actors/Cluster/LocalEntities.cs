using System.Collections.Immutable;
using Akka.Actor;
using Signals.Actors.Clock;

namespace Signals.Actors.Cluster;

/// <summary>
/// The intersections that run on this node. The control clock tells its ticks through it: ticks never go through sharding, which could send them to
/// another node. Thread-safe.
/// </summary>
public sealed class LocalEntities
{
    private ImmutableDictionary<string, IActorRef> _entities = ImmutableDictionary<string, IActorRef>.Empty;

    public int Count => Volatile.Read(ref _entities).Count;

    public bool Contains(string intersectionId) => Volatile.Read(ref _entities).ContainsKey(intersectionId);

    /// <summary>Null when the intersection does not run here.</summary>
    public IActorRef? Find(string intersectionId) => Volatile.Read(ref _entities).GetValueOrDefault(intersectionId);

    public void Add(string intersectionId, IActorRef entity) => ImmutableInterlocked.AddOrUpdate(ref _entities, intersectionId, entity, (_, _) => entity);

    /// <summary>Takes it out, unless another incarnation is already in its place.</summary>
    public void Remove(string intersectionId, IActorRef entity) => ImmutableInterlocked.Update(
        ref _entities, entities => entities.TryGetValue(intersectionId, out var present) && present.Equals(entity) ? entities.Remove(intersectionId) : entities);

    /// <summary>Tells a tick to each of them.</summary>
    public void Tell(ControlTick tick)
    {
        foreach (var (_, entity) in Volatile.Read(ref _entities))
        {
            entity.Tell(tick, ActorRefs.NoSender);
        }
    }
}
