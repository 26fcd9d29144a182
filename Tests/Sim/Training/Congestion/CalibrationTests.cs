using Signals.Sim.Traffic;
using Signals.Sim.Training.Congestion;

namespace Signals.Tests.Sim.Training.Congestion;

[TestFixture, Category("Unit")]
public class CalibrationTests
{
    [TestCase(0.1)]
    [TestCase(0.9)]
    public void Quantile_leaves_its_share_below_and_never_errs_inwards(double level)
    {
        var random = new SeededRandom(1);
        double[] distances = [.. Enumerable.Range(0, 999).Select(_ => random.NextBell())];

        var quantile = Calibration.Quantile(distances, level);

        var outside = distances.Count(d => level < 0.5 ? d < quantile : d > quantile) / 1000.0;
        Assert.That(outside, Is.InRange(0.09, 0.1));
    }

    [Test]
    public void Line_takes_back_overconfidence()
    {
        var random = new SeededRandom(2);
        var honest = Enumerable.Range(0, 20_000).Select(_ => 1.5 * random.NextBell() - 0.5).ToArray();
        var happened = honest.Select(odds => random.NextDouble() < 1 / (1 + Math.Exp(-odds)) ? 1f : 0).ToArray();

        var (slope, shift) = Calibration.Line([.. honest.Select(odds => 2 * odds + 1)], happened);

        Assert.That(slope, Is.EqualTo(0.5).Within(0.03));
        Assert.That(shift, Is.EqualTo(-0.5).Within(0.05));
    }

    [Test]
    public void Line_stays_finite_when_nothing_ever_happened()
    {
        var (slope, shift) = Calibration.Line([-3, -2, -4], [0, 0, 0]);

        Assert.That(float.IsFinite(slope) && float.IsFinite(shift), Is.True);
    }
}
