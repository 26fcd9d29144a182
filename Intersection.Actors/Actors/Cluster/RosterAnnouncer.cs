using System.Collections.Immutable;
using Akka.Actor;
using Signals.Actors.Messages;

namespace Signals.Actors.Cluster;

/// <summary>
/// Sees to it that every intersection of the corridor files has an owner: whoever is reported by nobody is announced to sharding, which starts it where it
/// belongs. Nothing is remembered anywhere, so a full restart begins like a first one. Waits until enough nodes are up once, so that the first of them
/// does not take everything.
/// </summary>
public sealed class RosterAnnouncer : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly ClusterBoard _board;
    private readonly LocalEntities _entities;
    private readonly IActorRef _region;
    private readonly ImmutableArray<string> _roster;
    private readonly int _minimumMembers;
    private bool _begun;

    /// <param name="board">Who runs what.</param>
    /// <param name="entities">What runs here.</param>
    /// <param name="region">Shard region of the intersections.</param>
    /// <param name="roster">All intersections of the corridor files.</param>
    /// <param name="minimumMembers">Nodes that must be up before the first announcement.</param>
    public RosterAnnouncer(ClusterBoard board, LocalEntities entities, IActorRef region, ImmutableArray<string> roster, int minimumMembers)
    {
        (_board, _entities, _region, _roster, _minimumMembers) = (board, entities, region, roster, minimumMembers);
        Receive<Look>(_ => OnLook());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), Look.Instance, Period, Period);

    private void OnLook()
    {
        _begun |= _board.Membership.Able >= _minimumMembers || _board.BeginsAlone;
        if (!_begun || !_board.Membership.HasMajority)
        {
            return;
        }

        foreach (var id in _roster)
        {
            if (!_entities.Contains(id) && _board.OwnerOf(id) is null)
            {
                _region.Tell(new ClusterMessage.Announce(id), ActorRefs.NoSender);
            }
        }
    }

    /// <summary>Look now.</summary>
    public sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
