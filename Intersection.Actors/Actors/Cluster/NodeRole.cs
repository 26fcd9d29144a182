using System.Globalization;
using Akka.Cluster;
using Signals.Actors.Messages.Serialization;

namespace Signals.Actors.Cluster;

/// <summary>Roles that members carry: one says that a node owns intersections, one is its name, so that every member can be named from the membership alone.</summary>
public static class NodeRole
{
    /// <summary>Nodes that own intersections. A node without it only looks on.</summary>
    public const string Control = "control";

    private const string NamePrefix = "node-";
    private const string WirePrefix = "wire-";

    public static string OfName(string node) => NamePrefix + node;

    /// <summary>Name of a member, or its address where it does not say.</summary>
    public static string NameOf(Member member) =>
        member.Roles.FirstOrDefault(role => role.StartsWith(NamePrefix, StringComparison.Ordinal))?[NamePrefix.Length..] ?? member.Address.ToString();

    /// <summary>Says which version of messages a node knows.</summary>
    public static string OfWire(int version) => WirePrefix + version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Version of messages that a member knows; the oldest where it does not say.</summary>
    public static int WireOf(Member member)
    {
        var role = member.Roles.FirstOrDefault(r => r.StartsWith(WirePrefix, StringComparison.Ordinal));
        return role is not null && int.TryParse(role.AsSpan(WirePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : WireVersion.Oldest;
    }

    /// <summary>A role that says something to nodes, and nothing to people.</summary>
    public static bool IsInternal(string role) => role.StartsWith(NamePrefix, StringComparison.Ordinal) || role.StartsWith(WirePrefix, StringComparison.Ordinal);
}
