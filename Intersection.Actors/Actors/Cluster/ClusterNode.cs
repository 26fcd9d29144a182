using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Signals.Actors.Clock;
using Signals.Actors.Control;
using Signals.Actors.Messages.Serialization;
using Signals.Actors.Supervision;

namespace Signals.Actors.Cluster;

/// <summary>Everything that makes an actor system a node of the cluster: sharding, membership, reports and announcements.</summary>
public sealed class ClusterNode
{
    private const string RegionType = "intersection";

    private readonly ImmutableDictionary<string, EntityWiring> _wirings;
    private readonly NeighbourRelay _relay;
    private IActorRef _reports = ActorRefs.Nobody;

    /// <param name="board">The cluster's read model.</param>
    /// <param name="relay">Given to the exchange of every intersection.</param>
    /// <param name="entities">What runs here.</param>
    /// <param name="parts">Every intersection of the corridor files, started here or not.</param>
    public ClusterNode(ClusterBoard board, NeighbourRelay relay, LocalEntities entities, IReadOnlyList<IntersectionParts> parts)
    {
        (Board, _relay, Entities) = (board, relay, entities);
        _wirings = parts.ToImmutableDictionary(p => p.Id, p => new EntityWiring
        {
            Parts = p,
            Board = board,
            Entities = entities,
            Relay = relay,
            Ended = id => _reports.Tell(new NodeReporter.Ended(id), ActorRefs.NoSender),
        });
    }

    public ClusterBoard Board { get; }

    public LocalEntities Entities { get; }

    /// <summary>Forecasts between this node and others.</summary>
    public NeighbourRelay Relay => _relay;

    /// <summary>Version of messages in use; null before the start.</summary>
    public WireVersion? Wire { get; private set; }

    /// <summary>The actor that takes planned moves.</summary>
    public IActorRef Reports => _reports;

    /// <summary>Starts it in a system that has clustering and remoting.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="snapshots">How this node's intersections fare.</param>
    /// <param name="minimumMembers">Nodes that must be up before intersections are started for the first time.</param>
    /// <param name="rosterHash">Fingerprint of this node's corridor files.</param>
    /// <param name="owns">False for a node that only looks on.</param>
    public void Start(ActorSystem system, SnapshotBoard snapshots, int minimumMembers, string rosterHash, bool owns)
    {
        Wire = WireVersion.Of(system);
        system.ActorOf(Props.Create(() => new MembershipWatch(Board)), "membership");
        var sharding = ClusterSharding.Get(system);
        var settings = ClusterShardingSettings.Create(system).WithRole(NodeRole.Control);
        var extractor = new IntersectionExtractor();
        var region = owns
            ? sharding.Start(RegionType, EntityProps, settings, extractor, new HomeAllocation(Board.Homes), IntersectionEntity.HandOff.Instance)
            : sharding.StartProxy(RegionType, NodeRole.Control, extractor);
        _relay.Connect(region);
        ImmutableArray<string> roster = [.. _wirings.Keys.Order(StringComparer.Ordinal)];
        var announcer = system.ActorOf(Props.Create(() => new RosterAnnouncer(Board, Entities, region, roster, minimumMembers)), "roster");
        _reports = system.ActorOf(Props.Create(() => new NodeReporter(Board, Entities, snapshots, rosterHash, announcer)), NodeReporter.Name);
    }

    /// <summary>Looks after a cluster of two nodes; after <see cref="Start"/>.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="peer">The other node.</param>
    /// <param name="giveWay">See <see cref="PairWatch"/>.</param>
    public void Pair(ActorSystem system, PairPeer peer, Action<string> giveWay)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        system.ActorOf(Props.Create(() => new PairWatch(Board, peer, () => cluster.Join(cluster.SelfAddress), giveWay)), "pair");
    }

    /// <summary>Tells a tick to every intersection that runs here.</summary>
    public void Tell(ControlTick tick) => Entities.Tell(tick);

    private Props EntityProps(string id) => _wirings.TryGetValue(id, out var wiring)
        ? Props.Create(() => new IntersectionEntity(wiring)).WithDispatcher(ControlDispatcher.Id)
        : Props.Create(() => new UnlistedIntersection(id));
}
