using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using Signals.Actors.Cluster;
using Signals.Actors.Messages;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

[Category("Unit")]
public sealed class RosterAnnouncerTests : ActorTest
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider _time = new();
    private readonly LocalEntities _entities = new();

    [Test]
    public void Intersections_without_an_owner_are_announced_and_no_others()
    {
        var board = Boards.OfEdge1(_time, others: "edge-2");
        board.Take(new ClusterMessage.Report("edge-2", [Boards.Owned("a")], "hash"));
        _entities.Add("b", TestActor);

        Look(board, minimumMembers: 2);

        ExpectMsg(new ClusterMessage.Announce("c"));
        ExpectNoMsg(Silence);
    }

    [Test]
    public void Owner_that_is_not_heard_of_any_more_is_replaced()
    {
        var board = Boards.OfEdge1(_time, others: "edge-2");
        board.Take(new ClusterMessage.Report("edge-2", [Boards.Owned("a"), Boards.Owned("b"), Boards.Owned("c")], "hash"));
        _time.Advance(ClusterBoard.FreshFor + TimeSpan.FromMilliseconds(1));
        board.Take(new ClusterMessage.Report("edge-2", [Boards.Owned("b"), Boards.Owned("c")], "hash"));

        Look(board, minimumMembers: 2);

        ExpectMsg(new ClusterMessage.Announce("a"));
        ExpectNoMsg(Silence);
    }

    [Test]
    public void Nothing_is_announced_before_enough_nodes_are_up()
    {
        Look(Boards.OfEdge1(_time), minimumMembers: 2);

        ExpectNoMsg(Silence);
    }

    [Test]
    public void Node_that_begins_alone_waits_for_nobody()
    {
        var board = Boards.OfEdge1(_time, pair: true);
        board.BeginsAlone = true;

        Look(board, minimumMembers: 2);

        Assert.That(ReceiveN(3).Cast<ClusterMessage.Announce>().Select(a => a.IntersectionId), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void Node_without_the_majority_announces_nothing()
    {
        var board = Boards.OfEdge1(_time, others: ["edge-2", "edge-3"]);
        var announcer = Look(board, minimumMembers: 2);
        ReceiveN(3);
        board.Membership = board.Membership with { HasMajority = false };

        announcer.Tell(RosterAnnouncer.Look.Instance);

        ExpectNoMsg(Silence);
    }

    private IActorRef Look(ClusterBoard board, int minimumMembers)
    {
        var region = TestActor;
        var announcer = Sys.ActorOf(Props.Create(() => new RosterAnnouncer(board, _entities, region, Roster, minimumMembers)));
        announcer.Tell(RosterAnnouncer.Look.Instance);
        return announcer;
    }

    private static ImmutableArray<string> Roster => ["a", "b", "c"];
}
