using System.Collections.Immutable;

namespace Signals.Actors.Cluster;

/// <summary>One member of the cluster, as this node sees it.</summary>
/// <param name="Node">Name of its node file.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Status">Akka's member status in lower case: <c>joining</c>, <c>up</c>, <c>leaving</c>, <c>exiting</c>, <c>down</c>.</param>
/// <param name="IsReachable">This node's failure detector hears it, or somebody's does.</param>
/// <param name="IsSelf">This node.</param>
/// <param name="IsOldest">It runs the shard coordinator.</param>
/// <param name="Roles">Roles without the one that carries the name.</param>
/// <param name="Version">Version of its program.</param>
public sealed record MemberView(
    string Node, string Address, string Status, bool IsReachable, bool IsSelf, bool IsOldest, ImmutableArray<string> Roles, string Version)
{
    /// <summary>It may own intersections now.</summary>
    public bool MayOwn => Status == "up" && IsReachable;
}
