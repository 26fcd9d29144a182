using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Signals.Actors.Messages.Serialization;

namespace Signals.Actors.Cluster;

/// <summary>
/// Keeps the board's picture of the members, and forgets what a removed one reported. Looks at each event and twice a second: the extension's own state may
/// be a moment behind the event that tells of it.
/// </summary>
public sealed class MembershipWatch : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly WireVersion _version = WireVersion.Of(Context.System);
    private readonly ClusterBoard _board;

    public MembershipWatch(ClusterBoard board)
    {
        _board = board;
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            var node = NodeRole.NameOf(removed.Member);
            Look();
            if (_board.Membership.Find(node) is null)
            {
                _board.Forget(node);
            }
        });
        Receive<ClusterEvent.IClusterDomainEvent>(_ => Look());
        Receive<Beat>(_ => Look());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Beat), Beat.Instance, Period);
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Look()
    {
        var state = _cluster.State;
        var members = state.Members
            .Where(m => m.Status is not (MemberStatus.Removed or MemberStatus.Down))
            .OrderBy(m => m, Comparer<Member>.Create((a, b) => a.IsOlderThan(b) ? -1 : b.IsOlderThan(a) ? 1 : 0)).ToList();
        _version.Agree(members.Select(NodeRole.WireOf));
        _board.Membership = new Membership([.. members.Select((m, i) => View(m, i == 0, state))], HasMajority(members, state));
    }

    private MemberView View(Member member, bool isOldest, ClusterEvent.CurrentClusterState state) => new(
        NodeRole.NameOf(member), member.Address.ToString(), Lower(member.Status), !state.Unreachable.Contains(member),
        member.UniqueAddress.Equals(_cluster.SelfUniqueAddress), isOldest, [.. member.Roles.Where(r => !NodeRole.IsInternal(r)).Order(StringComparer.Ordinal)],
        member.AppVersion.ToString());

    private bool HasMajority(List<Member> members, ClusterEvent.CurrentClusterState state)
    {
        if (!members.Any(m => m.UniqueAddress.Equals(_cluster.SelfUniqueAddress) && m.Status == MemberStatus.Up))
        {
            return false;
        }

        // Members that are joining have no voice, as for the resolver.
        var voters = members.Where(m => m.Status is MemberStatus.Up or MemberStatus.Leaving).ToList();
        var reached = voters.Where(m => !state.Unreachable.Contains(m)).ToImmutableArray();
        return reached.Length * 2 > voters.Count
            || (reached.Length * 2 == voters.Count && reached.Contains(voters.MinBy(m => m.Address, Member.AddressOrdering)!));
    }

    private static string Lower(MemberStatus status) => status.ToString() switch
    {
        var text when text.Length > 0 => char.ToLowerInvariant(text[0]) + text[1..],
        var text => text,
    };

    private sealed record Beat
    {
        public static readonly Beat Instance = new();
    }
}
