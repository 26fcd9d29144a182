using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using Signals.Actors.Cluster;
using Signals.Actors.Control;
using Signals.Actors.Messages;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

[Category("Unit")]
public sealed class NodeReporterTests : ActorTest
{
    private readonly ClusterBoard _board = Boards.OfEdge1(new FakeTimeProvider(), others: "edge-2");
    private readonly LocalEntities _entities = new();
    private readonly SnapshotBoard _snapshots;
    private readonly IActorRef _reporter;

    public NodeReporterTests()
    {
        var corridor = TestCorridors.MainStreet();
        _snapshots = new SnapshotBoard(corridor);
        _entities.Add("main-1st", TestActor);
        var announcer = TestActor;
        _reporter = Sys.ActorOf(Props.Create(() => new NodeReporter(_board, _entities, _snapshots, "hash", announcer)), NodeReporter.Name);
    }

    [Test]
    public Task Node_reports_what_runs_on_it_and_nothing_else() => Eventually.IsTrue(
        () => _board.OwnerOf("main-1st")?.Node == "edge-1" && _board.OwnerOf("main-2nd") is null, "first report");

    [Test]
    public async Task Owner_that_ends_elsewhere_is_replaced_without_waiting_for_a_report()
    {
        _reporter.Tell(new ClusterMessage.Report("edge-2", [Boards.Owned("main-2nd")], "hash"));
        await Eventually.IsTrue(() => _board.OwnerOf("main-2nd")?.Node == "edge-2", "reported");

        _reporter.Tell(new ClusterMessage.Vacated("edge-2", "main-2nd"));

        ExpectMsg<RosterAnnouncer.Look>();
        Assert.That(_board.OwnerOf("main-2nd"), Is.Null);
    }

    [Test]
    public async Task Owner_that_ends_late_does_not_take_its_successor_with_it()
    {
        _reporter.Tell(new ClusterMessage.Report("edge-2", [Boards.Owned("main-2nd")], "hash"));
        await Eventually.IsTrue(() => _board.OwnerOf("main-2nd")?.Node == "edge-2", "reported");

        _reporter.Tell(new ClusterMessage.Vacated("edge-3", "main-2nd"));

        ExpectMsg<RosterAnnouncer.Look>();
        Assert.That(_board.OwnerOf("main-2nd")?.Node, Is.EqualTo("edge-2"));
    }

    [TestCase("main-2nd", "edge-2", true, "moves within seconds")]
    [TestCase("main-2nd", "edge-9", false, "there are: edge-1, edge-2")]
    [TestCase("main-9th", "edge-2", false, "there are: main-1st")]
    public void Move_is_accepted_or_told_what_would_be(string intersection, string node, bool accepted, string text)
    {
        _reporter.Tell(new NodeReporter.Move(intersection, node), TestActor);

        var reply = ExpectMsg<CommandReply>();
        Assert.That(reply.Accepted, Is.EqualTo(accepted));
        Assert.That(reply.Text, Does.Contain(text));
        Assert.That(_board.Homes.NodeOf(intersection), Is.EqualTo(accepted ? node : null));
    }

    [Test]
    public async Task Preferences_of_other_nodes_are_taken_over()
    {
        _reporter.Tell(new ClusterMessage.Homes([new HomePreference("main-2nd", "edge-2", 3)]));

        await Eventually.IsTrue(() => _board.Homes.NodeOf("main-2nd") == "edge-2", "taken");
    }
}
