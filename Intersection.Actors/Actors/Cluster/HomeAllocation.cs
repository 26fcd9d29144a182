using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;

namespace Signals.Actors.Cluster;

/// <summary>
/// Which node runs an intersection: its home while that is up, else the node with the fewest. Moves one intersection at a time, and only while every
/// member is up and reachable: a cluster in trouble has better things to do. Runs at the shard coordinator.
/// </summary>
/// <param name="homes">Preferences.</param>
/// <param name="sight">What it knows of the members; null for those of the actor system that it is started in.</param>
public sealed class HomeAllocation(HomeBook homes, IMemberSight? sight = null) : IActorSystemDependentAllocationStrategy
{
    private static readonly IImmutableSet<string> Nothing = ImmutableHashSet<string>.Empty;

    private IMemberSight? _sight = sight;

    public void Start(ActorSystem system) => _sight ??= new ClusterSight(Akka.Cluster.Cluster.Get(system));

    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var able = currentShardAllocations.Where(a => NodeOf(a.Key) is not null).ToList();
        var candidates = able.Count > 0 ? able : [.. currentShardAllocations];
        var home = homes.NodeOf(shardId);
        return Task.FromResult(candidates
            .OrderByDescending(c => home is not null && NodeOf(c.Key) == home)
            .ThenBy(c => c.Value.Count)
            .ThenBy(c => c.Key.Path.ToString(), StringComparer.Ordinal)
            .First().Key);
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var calm = rebalanceInProgress.Count == 0 && _sight is { IsCalm: true };
        return Task.FromResult(calm && (NotAtHome(currentShardAllocations) ?? Surplus(currentShardAllocations)) is { } one ? [one] : Nothing);
    }

    private string? NotAtHome(IImmutableDictionary<IActorRef, IImmutableList<string>> allocations)
    {
        var nodes = allocations.Keys.Select(NodeOf).ToHashSet();
        return allocations
            .SelectMany(a => a.Value.Select(shard => (Shard: shard, Node: NodeOf(a.Key), Home: homes.NodeOf(shard))))
            .Where(s => s.Home is not null && s.Home != s.Node && nodes.Contains(s.Home))
            .Select(s => s.Shard).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>One of the homeless of the fullest node, when another has two fewer.</summary>
    private string? Surplus(IImmutableDictionary<IActorRef, IImmutableList<string>> allocations)
    {
        var able = allocations.Where(a => NodeOf(a.Key) is not null).OrderBy(a => a.Value.Count).ToList();
        return able.Count > 1 && able[^1].Value.Count - able[0].Value.Count > 1
            ? able[^1].Value.Where(shard => homes.NodeOf(shard) is null).Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
    }

    private string? NodeOf(IActorRef region) => _sight?.NodeOf(region);

    private sealed class ClusterSight(Akka.Cluster.Cluster cluster) : IMemberSight
    {
        public bool IsCalm => cluster.State.Unreachable.Count == 0 && cluster.State.Members.All(m => m.Status == MemberStatus.Up);

        public string? NodeOf(IActorRef region)
        {
            var address = region.Path.Address.HasLocalScope ? cluster.SelfAddress : region.Path.Address;
            var member = cluster.State.Members.FirstOrDefault(m => m.Address.Equals(address));
            return member is { Status: MemberStatus.Up } && !cluster.State.Unreachable.Contains(member) ? NodeRole.NameOf(member) : null;
        }
    }
}
