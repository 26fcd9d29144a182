using Microsoft.Extensions.Time.Testing;
using Signals.Actors.Cluster;
using Signals.Actors.Messages;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;

namespace Signals.Tests.Cluster;

/// <summary>Read models of a cluster as its actors would have written them.</summary>
internal static class Boards
{
    public static MemberView Member(string node, bool self = false, string status = "up", bool reachable = true) =>
        new(node, $"akka.tcp://signals@{node}:4053", status, reachable, self, IsOldest: self, ["control"], "1.0.0");

    /// <summary>Board of edge-1, which is up with these others and has the majority.</summary>
    public static ClusterBoard OfEdge1(FakeTimeProvider time, bool pair = false, params string[] others) => new("edge-1", time)
    {
        IsPair = pair,
        Membership = new Membership([Member("edge-1", self: true), .. others.Select(o => Member(o))], true),
    };

    public static OwnedIntersection Owned(string id) => new(id, 7, true, CabinetMode.Remote, ControlLevel.Adaptive, LadderCause.None, 2500, true, false);
}
