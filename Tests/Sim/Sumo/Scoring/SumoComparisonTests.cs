using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Scoring;

namespace Signals.Tests.Sim.Sumo.Scoring;

[TestFixture, Category("Unit")]
public class SumoComparisonTests
{
    [Test]
    public void Differences_are_paired_by_seed_whatever_the_order_of_the_runs()
    {
        var comparison = new SumoComparison(
            [Run(SumoController.Adaptive, 2, 21), Run(SumoController.Static, 1, 20), Run(SumoController.Static, 2, 30), Run(SumoController.Adaptive, 1, 11)],
            [SumoController.Static, SumoController.Adaptive]);

        var difference = comparison.Difference(SumoController.Static);

        Assert.That((difference.Mean, difference.HalfWidth), Is.EqualTo((-9.0, 0.0)));
    }

    [Test]
    public void Run_far_beyond_the_good_ones_counts_as_locked()
    {
        var comparison = new SumoComparison(
            new double[] { 20, 21, 22, 23, 91 }.Select((delay, i) => Run(SumoController.Adaptive, i + 1, delay)), [SumoController.Adaptive]);

        var summary = comparison.Summary(SumoController.Adaptive);

        Assert.That((summary.Locked, summary.Median), Is.EqualTo((1, 22.0)));
    }

    [Test]
    public void Missing_seed_is_refused() => Assert.That(
        () => new SumoComparison(
            [Run(SumoController.Static, 1, 20), Run(SumoController.Static, 2, 20), Run(SumoController.Adaptive, 1, 20)], [SumoController.Static, SumoController.Adaptive]),
        Throws.ArgumentException.With.Message.Contains("adaptive"));

    private static SumoRunResult Run(SumoController controller, int seed, double delay) => new(
        controller, seed, new TripScore(10, 10, 10, 0, delay, delay, delay, delay, 1, 1, 1, 0, 0, 0), null, null, 1);
}
