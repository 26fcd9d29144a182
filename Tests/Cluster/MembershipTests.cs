using Signals.Actors.Cluster;

namespace Signals.Tests.Cluster;

[Category("Unit")]
public sealed class MembershipTests
{
    [Test]
    public void Last_node_of_all_releases_its_cabinets() =>
        Assert.That(new Membership([Member("edge-1", "leaving", self: true)], false).IsLast, Is.True);

    [Test]
    public void Node_that_is_cut_off_leaves_its_cabinets_to_those_it_does_not_see() =>
        Assert.That(new Membership([Member("edge-1", "up", self: true), Member("edge-2", "up", reachable: false)], false).IsLast, Is.False);

    [Test]
    public void Node_with_a_successor_hands_over()
    {
        var members = new Membership([Member("edge-1", "leaving", self: true), Member("edge-2", "up")], true);

        Assert.That(members.HasSuccessor, Is.True);
        Assert.That(members.IsLast, Is.False);
    }

    [Test]
    public void Node_that_only_looks_on_is_no_successor()
    {
        var members = new Membership([Member("edge-1", "up", self: true), Member("desk", "up") with { Roles = ["observer"] }], true);

        Assert.That(members.HasSuccessor, Is.False);
        Assert.That(members.Able, Is.EqualTo(1));
    }

    private static MemberView Member(string node, string status, bool reachable = true, bool self = false) =>
        new(node, $"akka.tcp://signals@{node}:4053", status, reachable, self, IsOldest: self, ["control"], "1.0.0");
}
