using Signals.Sim.Sumo.Scoring;

namespace Signals.Tests.Sim.Sumo.Scoring;

[TestFixture, Category("Unit")]
public class QuantileTests
{
    [TestCase(0, 1)]
    [TestCase(0.25, 1.75)]
    [TestCase(0.5, 2.5)]
    [TestCase(1, 4)]
    public void Quantile_lies_between_its_neighbours_as_numpy_puts_it(double share, double expected) =>
        Assert.That(Quantile.Of([1, 2, 3, 4], share), Is.EqualTo(expected));

    [Test]
    public void Nothing_has_no_quantile() => Assert.That(Quantile.Of([], 0.5), Is.NaN);
}
