using System.Collections.Immutable;
using Signals.Core.Timing.Tuning;

namespace Signals.Tests.Timing.Tuning;

[TestFixture]
[Category("Unit")]
public sealed class SplitSearchTests
{
    private static readonly ImmutableArray<ImmutableArray<double>> Even = [[1, 1, 1], [1, 1]];

    [Test]
    public void Search_finds_the_weights_that_are_cheapest_one_by_one()
    {
        double[][] wanted = [[1.5, 0.8, 1], [0.5, 2.2]];
        var found = SplitSearch.Improve(Even, 1.1, w => w.Select((x, i) => x.Select((v, p) => Math.Abs(Math.Log(v / wanted[i][p]))).Sum()).Sum(), passes: 3);

        foreach (var (i, weights) in found.Index())
        {
            for (var p = 0; p < weights.Length; p++)
            {
                Assert.That(Math.Abs(Math.Log(weights[p] / wanted[i][p])), Is.LessThanOrEqualTo(Math.Log(1.1) / 2 + 1e-9), $"{i}, {p}");
            }
        }
    }

    [Test]
    public void Search_that_gains_nothing_ends_after_one_pass_with_what_it_was_given()
    {
        var judged = 0;
        var found = SplitSearch.Improve(Even, 1.2, w => judged++ == 0 ? 0 : 1, passes: 5);

        Assert.That(found, Is.EqualTo(Even));
        Assert.That(judged, Is.EqualTo(1 + 2 * 5), "each of five weights up and down");
    }

    [Test]
    public void Factor_that_would_not_move_anything_is_refused() =>
        Assert.That(() => SplitSearch.Improve(Even, 1, _ => 0, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
}
