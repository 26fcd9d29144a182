using CsCheck;
using Signals.Sim.Training.Counts;

namespace Signals.Tests.Sim.Training.Counts;

[TestFixture, Category("Property")]
public class CountFeaturesTests
{
    /// <summary>The one mistake that makes every figure worthless: a feature that knows what comes.</summary>
    [TestCase(15)]
    [TestCase(60)]
    public void Features_do_not_change_when_everything_after_the_last_known_bin_does(int binMinutes)
    {
        var history = SyntheticCounts.Make(63, binMinutes, seed: 1);
        var known = new CountFeatures(history);

        Gen.Select(Gen.Int[history.Bins / 2, history.Bins - 8], Gen.Int[1, CountStudy.Farthest]).Sample(
            (bin, ahead) =>
            {
                var changed = history with { Counts = [.. history.Counts.Select(c => c.Select((v, i) => i > bin ? 999 - v : v).ToArray())] };
                Span<float> before = stackalloc float[known.Columns];
                Span<float> after = stackalloc float[known.Columns];
                known.Write(before, 0, bin, ahead);
                new CountFeatures(changed).Write(after, 0, bin, ahead);

                Assert.That(after.ToArray(), Is.EqualTo(before.ToArray()));
            },
            iter: 12, threads: 1);
    }
}
