using System.Collections.Concurrent;
using System.Collections.Immutable;
using Signals.Actors.Messages;

namespace Signals.Actors.Cluster;

/// <summary>
/// Where each intersection would like to be: the home of the node files, or what an operator decided last. Every node has a copy; copies are merged by
/// version, so that they agree in the end whatever order messages come in. Thread-safe.
/// </summary>
public sealed class HomeBook
{
    private readonly ConcurrentDictionary<string, HomePreference> _homes = new();

    /// <summary>All entries, for telling them to another node.</summary>
    public ImmutableArray<HomePreference> All => [.. _homes.Values];

    /// <summary>Name of the preferred node, null without one.</summary>
    public string? NodeOf(string intersectionId) => _homes.TryGetValue(intersectionId, out var home) ? home.Node : null;

    /// <summary>Takes an entry when it is newer; of two equally new ones the smaller node name counts, on every node.</summary>
    public void Take(HomePreference offered) => _homes.AddOrUpdate(
        offered.IntersectionId, offered, (_, known) => IsNewer(offered, known) ? offered : known);

    /// <summary>An operator's decision: newer than everything known here.</summary>
    public HomePreference Move(string intersectionId, string node) => _homes.AddOrUpdate(
        intersectionId, new HomePreference(intersectionId, node, 1), (_, known) => new HomePreference(intersectionId, node, known.Version + 1));

    private static bool IsNewer(HomePreference offered, HomePreference known) =>
        offered.Version > known.Version || (offered.Version == known.Version && string.CompareOrdinal(offered.Node, known.Node) < 0);
}
