using Akka.Actor;
using Signals.Actors.Control;
using Signals.Actors.Messages;

namespace Signals.Actors.Cluster;

/// <summary>
/// Tells the other nodes twice a second what runs here, and keeps what they tell. An owner that ends is told at once, so that its successor need not wait for
/// a report that does not come. Lives at the same path on every node.
/// </summary>
public sealed class NodeReporter : ReceiveActor, IWithTimers
{
    /// <summary>Name below <c>/user</c>.</summary>
    public const string Name = "reports";

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Preferences change rarely; they are repeated for nodes that joined or missed one.</summary>
    private const int ReportsBetweenHomes = 6;

    private readonly ClusterBoard _board;
    private readonly LocalEntities _entities;
    private readonly SnapshotBoard _snapshots;
    private readonly string _rosterHash;
    private readonly IActorRef _announcer;
    private int _sent;

    /// <param name="board">Where reports are kept.</param>
    /// <param name="entities">What runs here.</param>
    /// <param name="snapshots">How it fares.</param>
    /// <param name="rosterHash">Fingerprint of this node's corridor files.</param>
    /// <param name="announcer">Woken when an owner has ended.</param>
    public NodeReporter(ClusterBoard board, LocalEntities entities, SnapshotBoard snapshots, string rosterHash, IActorRef announcer)
    {
        (_board, _entities, _snapshots, _rosterHash, _announcer) = (board, entities, snapshots, rosterHash, announcer);
        Receive<Beat>(_ => OnBeat());
        Receive<ClusterMessage.Report>(_board.Take);
        Receive<ClusterMessage.Vacated>(OnVacated);
        Receive<ClusterMessage.Homes>(OnHomes);
        Receive<Ended>(OnEnded);
        Receive<Move>(OnMove);
        Receive<ClusterMessage.Unknown>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Beat), Beat.Instance, TimeSpan.Zero, Period);

    private void OnBeat()
    {
        var owned = _snapshots.Entries.Where(entry => _entities.Contains(entry.Id)).Select(Describe).ToList();
        foreach (var part in owned.Chunk(ClusterMessage.Report.MostOwned).DefaultIfEmpty([]))
        {
            var report = new ClusterMessage.Report(_board.Node, [.. part], _rosterHash);
            _board.Take(report);
            TellOthers(report);
        }

        if (_sent++ % ReportsBetweenHomes == 0)
        {
            foreach (var part in _board.Homes.All.Chunk(ClusterMessage.Homes.Most))
            {
                TellOthers(new ClusterMessage.Homes([.. part]));
            }
        }
    }

    private void OnHomes(ClusterMessage.Homes homes)
    {
        foreach (var preference in homes.Preferences)
        {
            _board.Homes.Take(preference);
        }
    }

    private void OnVacated(ClusterMessage.Vacated vacated)
    {
        _board.Take(vacated);
        _announcer.Tell(RosterAnnouncer.Look.Instance);
    }

    private void OnEnded(Ended ended)
    {
        var vacated = new ClusterMessage.Vacated(_board.Node, ended.IntersectionId);
        _board.Take(vacated);
        TellOthers(vacated);
    }

    private void OnMove(Move move)
    {
        var known = _snapshots.Entries.Any(e => e.Id == move.IntersectionId);
        if (!known || _board.Membership.Find(move.Node) is not { MayOwn: true })
        {
            Sender.Tell(new CommandReply(false, known
                ? $"no node '{move.Node}' that could take it; there are: {string.Join(", ", _board.Membership.Members.Where(m => m.MayOwn).Select(m => m.Node))}"
                : $"no intersection '{move.IntersectionId}'; there are: {string.Join(", ", _snapshots.Entries.Select(e => e.Id))}"));
            return;
        }

        TellOthers(new ClusterMessage.Homes([_board.Homes.Move(move.IntersectionId, move.Node)]));
        Sender.Tell(new CommandReply(true, _board.OwnerOf(move.IntersectionId)?.Node == move.Node
            ? $"{move.IntersectionId}: {move.Node} is its home now, and already runs it"
            : $"{move.IntersectionId}: {move.Node} is its home now; it moves within seconds, after others that are waiting to move"));
    }

    private void TellOthers(ClusterMessage message)
    {
        foreach (var member in _board.Membership.Members.Where(m => !m.IsSelf && m.IsReachable && m.Status is "up" or "leaving"))
        {
            Context.ActorSelection($"{member.Address}/user/{Name}").Tell(message, ActorRefs.NoSender);
        }
    }

    private OwnedIntersection Describe(SnapshotBoard.Entry entry)
    {
        var latest = entry.Latest;
        var status = latest?.Status;
        return new OwnedIntersection(
            entry.Id, status?.Epoch ?? 0, status?.IsOurs ?? false, status?.Mode ?? 0, latest?.Level ?? 0, latest?.Cause ?? 0,
            (int)(status?.LeaseRemaining.Milliseconds ?? 0), latest?.Commanding ?? false, latest?.Shadow ?? false);
    }

    /// <summary>An intersection has ended here.</summary>
    public sealed record Ended(string IntersectionId);

    /// <summary>An operator wants an intersection at that node; answered with a <see cref="CommandReply"/>.</summary>
    public sealed record Move(string IntersectionId, string Node);

    private sealed record Beat
    {
        public static readonly Beat Instance = new();
    }
}
