using Signals.Sim.Traffic;
using Signals.Sim.Training.Congestion;

namespace Signals.Tests.Sim.Training.Congestion;

[TestFixture, Category("Unit")]
public class CalibrationTests
{
    [Test]
    public void Stretch_puts_a_tenth_beyond_each_quantile()
    {
        var random = new SeededRandom(1);
        var truth = Enumerable.Range(0, 5000).Select(_ => (float)(10 + 2 * random.NextBell())).ToArray();
        var median = Enumerable.Repeat(10.0, truth.Length).ToArray();
        var tooNear = Enumerable.Repeat(9.0, truth.Length).ToArray();

        var low = 10 - Calibration.Stretch(median, tooNear, truth, isLow: true);

        Assert.That(truth.Count(t => t < low) / (double)truth.Length, Is.EqualTo(0.1).Within(0.002));
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
