using CsCheck;
using Signals.Sim.Validation;

namespace Signals.Tests.Sim.Validation;

[TestFixture, Category("Unit")]
public class MeanIntervalTests
{
    [Test]
    public void Interval_of_a_textbook_sample_matches_hand_calculation()
    {
        // s = 2.1602, n = 4, t(3) = 3.182: 5 ± 3.182 · 2.1602 / 2.
        var interval = MeanInterval.Of([3, 4, 5, 8]);

        Assert.That(interval.Mean, Is.EqualTo(5.0));
        Assert.That(interval.HalfWidth, Is.EqualTo(3.182 * Math.Sqrt(14.0 / 3) / 2).Within(1e-9));
    }

    [Test]
    public void Interval_of_one_run_has_no_width_and_never_excludes_zero()
    {
        var interval = MeanInterval.Of([7]);

        Assert.That(interval.Mean, Is.EqualTo(7.0));
        Assert.That(interval.HalfWidth, Is.NaN);
        Assert.That(interval.ExcludesZero, Is.False);
    }

    [Test]
    public void Paired_differences_remove_what_the_seeds_have_in_common()
    {
        var paired = MeanInterval.OfDifferences([9, 19, 29], [10, 20, 30]);

        Assert.That(paired.Mean, Is.EqualTo(-1.0));
        Assert.That(paired.HalfWidth, Is.EqualTo(0.0).Within(1e-12));
        Assert.That(paired.ExcludesZero, Is.True);
    }

    [Test]
    public void Differences_of_unequal_numbers_of_runs_are_refused()
    {
        Assert.That(() => MeanInterval.OfDifferences([1, 2], [1]), Throws.ArgumentException);
    }

    [Test]
    public void T_points_fall_towards_the_normal_one_without_a_step()
    {
        var points = Enumerable.Range(1, 400).Select(StudentT.TwoSided95).ToList();

        Assert.That(points, Is.Ordered.Descending);
        Assert.That(StudentT.TwoSided95(60), Is.EqualTo(2.000).Within(0.001));
        Assert.That(StudentT.TwoSided95(120), Is.EqualTo(1.980).Within(0.001));
    }

    [Test, Category("Property")]
    public void Interval_covers_the_true_mean_of_normal_samples_in_19_of_20_cases()
    {
        const int Experiments = 4000;
        var random = new Random(4711);
        var covered = Enumerable.Range(0, Experiments).Count(_ =>
        {
            var samples = Enumerable.Range(0, 10).Select(_ => 3 + 2 * Normal(random)).ToArray();
            var interval = MeanInterval.Of(samples);
            return interval.Low <= 3 && 3 <= interval.High;
        });

        Assert.That(covered / (double)Experiments, Is.EqualTo(0.95).Within(0.015));
    }

    [Test, Category("Property")]
    public void Interval_moves_with_a_shift_and_grows_with_a_scale()
    {
        Gen.Select(Gen.Double[-100, 100].Array[2, 20], Gen.Double[-50, 50], Gen.Double[0.1, 10]).Sample((samples, shift, scale) =>
        {
            var before = MeanInterval.Of(samples);
            var after = MeanInterval.Of(samples.Select(s => s * scale + shift).ToArray());
            return Math.Abs(after.Mean - (before.Mean * scale + shift)) < 1e-6 && Math.Abs(after.HalfWidth - before.HalfWidth * scale) < 1e-6;
        });
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
