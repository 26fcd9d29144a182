using System.Collections.Immutable;

namespace Signals.Actors.Cluster;

/// <summary>The members as this node sees them. Immutable.</summary>
/// <param name="Members">All that are not removed, oldest first.</param>
/// <param name="HasMajority">
/// This node is up and reaches more than half of the members, or exactly half with the one of the lowest address among them: the rule by which keep-majority
/// decides who survives.
/// </param>
public sealed record Membership(ImmutableArray<MemberView> Members, bool HasMajority)
{
    public static readonly Membership None = new([], false);

    /// <summary>Someone else could take over what this node runs.</summary>
    public bool HasSuccessor => Members.Any(m => !m.IsSelf && m.MayOwn && m.Roles.Contains(NodeRole.Control));

    /// <summary>
    /// Nobody is left to take over, and nobody is merely out of sight: only then a cabinet is released at the end. A node that was cut off must not, because
    /// those whom it does not see are about to adopt the cabinet.
    /// </summary>
    public bool IsLast => !HasSuccessor && Members.All(m => m.IsReachable);

    /// <summary>Members that may own intersections now.</summary>
    public int Able => Members.Count(m => m.MayOwn && m.Roles.Contains(NodeRole.Control));

    /// <summary>Member of that name, null when there is none.</summary>
    public MemberView? Find(string node) => Members.FirstOrDefault(m => m.Node == node);
}
