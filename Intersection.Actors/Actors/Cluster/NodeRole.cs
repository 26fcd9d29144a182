using Akka.Cluster;

namespace Signals.Actors.Cluster;

/// <summary>Roles that members carry: one says that a node owns intersections, one is its name, so that every member can be named from the membership alone.</summary>
public static class NodeRole
{
    /// <summary>Nodes that own intersections. A node without it only looks on.</summary>
    public const string Control = "control";

    private const string NamePrefix = "node-";

    public static string OfName(string node) => NamePrefix + node;

    /// <summary>Name of a member, or its address where it does not say.</summary>
    public static string NameOf(Member member) =>
        member.Roles.FirstOrDefault(role => role.StartsWith(NamePrefix, StringComparison.Ordinal))?[NamePrefix.Length..] ?? member.Address.ToString();

    public static bool IsName(string role) => role.StartsWith(NamePrefix, StringComparison.Ordinal);
}
