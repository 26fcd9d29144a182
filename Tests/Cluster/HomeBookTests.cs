using CsCheck;
using Signals.Actors.Cluster;
using Signals.Actors.Messages;

namespace Signals.Tests.Cluster;

[Category("Unit")]
public sealed class HomeBookTests
{
    [Test]
    public void Operators_move_replaces_the_home_of_the_file_on_every_node()
    {
        var (here, there) = (new HomeBook(), new HomeBook());
        here.Take(new HomePreference("main-1st", "edge-1", 0));
        there.Take(new HomePreference("main-1st", "edge-1", 0));

        there.Take(here.Move("main-1st", "edge-2"));
        there.Take(new HomePreference("main-1st", "edge-1", 0));

        Assert.That(there.NodeOf("main-1st"), Is.EqualTo("edge-2"));
    }

    [Test]
    [Category("Property")]
    public void Books_agree_whatever_order_entries_come_in() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Long[0, 4]).Select((i, n, v) => new HomePreference($"i{i}", $"n{n}", v)).Array[0, 12]
            .SelectMany(entries => Gen.Shuffle(entries).Select(shuffled => (entries, shuffled)))
            .Sample(both =>
            {
                var (one, other) = (new HomeBook(), new HomeBook());
                Array.ForEach(both.entries, one.Take);
                Array.ForEach(both.shuffled, other.Take);
                Assert.That(one.All.OrderBy(h => h.IntersectionId), Is.EqualTo(other.All.OrderBy(h => h.IntersectionId)));
            });
}
