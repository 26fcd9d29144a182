using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using Signals.Actors.Cluster;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

[Category("Unit")]
public sealed class PairWatchTests : ActorTest
{
    private readonly ClusterBoard _board = Boards.OfEdge1(new FakeTimeProvider(), pair: true);
    private bool _answers;
    private int _joined;
    private string? _gaveWay;

    [Test]
    public async Task Later_seed_gives_way_when_the_other_answers_and_does_not_join()
    {
        _answers = true;
        var watch = Watch(isEarlierSeed: true);

        Beat(watch, PairWatch.AnswersToYield);

        await Eventually.IsTrue(() => _gaveWay is not null, "gave way");
        Assert.That(_board.GivesWay, Is.True, "its cabinets are not released");
    }

    [Test]
    public async Task Later_seed_stays_while_the_other_does_not_answer()
    {
        var watch = Watch(isEarlierSeed: true);

        Beat(watch, PairWatch.AloneBeats);

        await Eventually.IsTrue(() => _board.BeginsAlone, "begins alone");
        Assert.That(_gaveWay, Is.Null);
    }

    [Test]
    public async Task Earlier_seed_gives_way_to_nobody()
    {
        _answers = true;
        var watch = Watch(isEarlierSeed: false);

        Beat(watch, PairWatch.AloneBeats + PairWatch.AnswersToYield);

        await Eventually.IsTrue(() => _board.BeginsAlone, "begins alone");
        Assert.That(_gaveWay, Is.Null);
    }

    [Test]
    public async Task Node_that_finds_nobody_begins_a_cluster_of_its_own()
    {
        _board.Membership = Membership.None;
        var watch = Watch(isEarlierSeed: true);

        Beat(watch, PairWatch.AloneBeats);

        await Eventually.IsTrue(() => _joined == 1, "joined itself");
    }

    [Test]
    public async Task Pair_that_is_together_is_left_alone()
    {
        _answers = true;
        _board.Membership = new Membership([Boards.Member("edge-1", self: true), Boards.Member("edge-2")], true);
        var watch = Watch(isEarlierSeed: true);

        Beat(watch, PairWatch.AloneBeats + PairWatch.AnswersToYield);
        await watch.Ask<ActorIdentity>(new Identify(1), TimeSpan.FromSeconds(10));

        Assert.That((_board.BeginsAlone, _gaveWay, _joined), Is.EqualTo((false, (string?)null, 0)));
    }

    private IActorRef Watch(bool isEarlierSeed)
    {
        var peer = new PairPeer(isEarlierSeed, () => Task.FromResult(_answers));
        Action joinSelf = () => _joined++;
        Action<string> giveWay = why => _gaveWay = why;
        return Sys.ActorOf(Props.Create(() => new PairWatch(_board, peer, joinSelf, giveWay)));
    }

    private static void Beat(IActorRef watch, int beats)
    {
        for (var i = 0; i < beats; i++)
        {
            watch.Tell(PairWatch.Beat.Instance);
        }
    }
}
