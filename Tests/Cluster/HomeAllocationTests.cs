using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Signals.Actors.Cluster;
using Signals.Actors.Messages;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

[Category("Unit")]
public sealed class HomeAllocationTests : ActorTest
{
    private readonly HomeBook _homes = new();
    private readonly Sight _sight = new();
    private readonly HomeAllocation _allocation;
    private readonly TestProbe[] _regions;

    public HomeAllocationTests()
    {
        _allocation = new HomeAllocation(_homes, _sight);
        _regions = [.. Enumerable.Range(1, 3).Select(i => CreateTestProbe($"region-{i}"))];
        for (var i = 0; i < _regions.Length; i++)
        {
            _sight.Names[_regions[i].Ref] = $"edge-{i + 1}";
        }
    }

    [Test]
    public async Task Intersection_goes_home_however_much_is_there()
    {
        _homes.Take(new HomePreference("x", "edge-1", 0));

        Assert.That(await AllocateAsync("x", ["a", "b", "c"], [], []), Is.EqualTo("edge-1"));
    }

    [Test]
    public async Task Intersection_whose_home_is_away_goes_where_there_is_least()
    {
        _homes.Take(new HomePreference("x", "edge-1", 0));
        _sight.Names[_regions[0].Ref] = null;

        Assert.That(await AllocateAsync("x", [], ["a", "b"], ["c"]), Is.EqualTo("edge-3"));
    }

    [Test]
    public async Task One_intersection_at_a_time_moves_home()
    {
        _homes.Take(new HomePreference("a", "edge-3", 0));
        _homes.Take(new HomePreference("b", "edge-2", 0));

        Assert.That(await RebalanceAsync([], ["a", "b"], [], []), Is.EqualTo(new[] { "a" }));
        Assert.That(await RebalanceAsync(["a"], ["a", "b"], [], []), Is.Empty, "one is on its way");
    }

    [Test]
    public async Task Nothing_moves_while_a_member_is_in_trouble()
    {
        _homes.Take(new HomePreference("a", "edge-3", 0));
        _sight.IsCalm = false;

        Assert.That(await RebalanceAsync([], ["a"], [], []), Is.Empty);
    }

    [Test]
    public async Task Intersection_whose_home_is_away_stays_where_it_is()
    {
        _homes.Take(new HomePreference("a", "edge-9", 0));

        Assert.That(await RebalanceAsync([], ["a"], ["b"], ["c"]), Is.Empty);
    }

    [TestCase(2, false)]
    [TestCase(3, true)]
    public async Task Those_without_a_home_are_evened_out(int atFirst, bool moves)
    {
        ImmutableList<string> first = [.. Enumerable.Range(0, atFirst).Select(i => $"a{i}")];

        Assert.That(await RebalanceAsync([], first, ["b"], ["c"]), moves ? Is.EqualTo(new[] { "a0" }) : Is.Empty);
    }

    private async Task<string?> AllocateAsync(string shard, params ImmutableList<string>[] shards) =>
        _sight.NodeOf(await _allocation.AllocateShard(_regions[0].Ref, shard, Allocations(shards)));

    private Task<IImmutableSet<string>> RebalanceAsync(ImmutableHashSet<string> inProgress, params ImmutableList<string>[] shards) =>
        _allocation.Rebalance(Allocations(shards), inProgress);

    private ImmutableDictionary<IActorRef, IImmutableList<string>> Allocations(ImmutableList<string>[] shards) =>
        _regions.Zip(shards).ToImmutableDictionary(r => (IActorRef)r.First.Ref, r => (IImmutableList<string>)r.Second);

    private sealed class Sight : IMemberSight
    {
        public Dictionary<IActorRef, string?> Names { get; } = [];

        public bool IsCalm { get; set; } = true;

        public string? NodeOf(IActorRef region) => Names[region];
    }
}
