using System.Collections.Concurrent;
using System.Collections.Immutable;
using Signals.Actors.Messages;

namespace Signals.Actors.Cluster;

/// <summary>
/// Read model of the cluster: members as this node sees them, and who runs what as the nodes report it. Written by the cluster's actors, read by
/// anyone without touching an actor. Thread-safe.
/// </summary>
/// <param name="node">Name of this node.</param>
/// <param name="time">Ages reports.</param>
public sealed class ClusterBoard(string node, TimeProvider time)
{
    /// <summary>A report older than this counts for nothing: three of its periods.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<string, Claim> _owners = new();
    private readonly ConcurrentDictionary<string, string> _rosters = new();
    private volatile bool _beginsAlone;
    private volatile bool _givesWay;
    private volatile Membership _membership = Membership.None;

    /// <summary>Name of this node.</summary>
    public string Node { get; } = node;

    public HomeBook Homes { get; } = new();

    /// <summary>The cluster has two seeds: no majority can decide who goes on when they lose each other.</summary>
    public bool IsPair { get; init; }

    /// <summary>A pair of which only this node is left: the cabinets say which of them it may have.</summary>
    public bool IsAlone => IsPair && Membership.Members.Any(m => m.IsSelf) && !Membership.Members.Any(m => !m.IsSelf && m.Roles.Contains(NodeRole.Control));

    /// <summary>The other one of the pair was not found: intersections are started without it.</summary>
    public bool BeginsAlone
    {
        get => _beginsAlone;
        set => _beginsAlone = value;
    }

    /// <summary>This node ends in favour of the other one of the pair: nothing is released.</summary>
    public bool GivesWay
    {
        get => _givesWay;
        set => _givesWay = value;
    }

    public Membership Membership
    {
        get => _membership;
        set => _membership = value;
    }

    /// <summary>Nodes whose corridor files differ from ours.</summary>
    public ImmutableArray<string> OtherRosters(string ours) => [.. _rosters.Where(r => r.Value != ours).Select(r => r.Key).Order(StringComparer.Ordinal)];

    public void Take(ClusterMessage.Report report)
    {
        var now = time.GetTimestamp();
        _rosters[report.Node] = report.RosterHash;
        foreach (var owned in report.Owned)
        {
            _owners[owned.Id] = new Claim(report.Node, owned, now);
        }
    }

    /// <summary>Forgets an owner that says that it has ended, unless another one has reported since.</summary>
    public void Take(ClusterMessage.Vacated vacated)
    {
        if (_owners.TryGetValue(vacated.IntersectionId, out var claim) && claim.Node == vacated.Node)
        {
            _owners.TryRemove(new KeyValuePair<string, Claim>(vacated.IntersectionId, claim));
        }
    }

    /// <summary>Forgets what a node that is gone has reported.</summary>
    public void Forget(string goneNode)
    {
        _rosters.TryRemove(goneNode, out _);
        foreach (var entry in _owners.Where(o => o.Value.Node == goneNode))
        {
            _owners.TryRemove(entry);
        }
    }

    /// <summary>The node that runs the intersection and what it says of it; null when nobody has reported it lately.</summary>
    public (string Node, OwnedIntersection State)? OwnerOf(string intersectionId) =>
        _owners.TryGetValue(intersectionId, out var claim) && time.GetElapsedTime(claim.At) <= FreshFor ? (claim.Node, claim.State) : null;

    private sealed record Claim(string Node, OwnedIntersection State, long At);
}
