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

        var quantile = SpreadQuantiles.Quantile(distances, level);

        var outside = distances.Count(d => level < 0.5 ? d < quantile : d > quantile) / 1000.0;
        Assert.That(outside, Is.InRange(0.09, 0.1));
    }

    [Test]
    public void Few_and_many_vehicles_are_calibrated_apart_and_pass_into_each_other()
    {
        var few = new SpreadQuantiles([-1], [0], [1]);
        var many = new SpreadQuantiles([-2], [0.5f], [3]);
        var calibration = new Calibration(few, many, [], []);

        var distances = new double[2000];
        var means = distances.Select((_, row) => row % 2 == 0 ? 1.0 : 10.0).ToArray();
        for (var row = 0; row < distances.Length; row++)
        {
            distances[row] = means[row];
        }

        Assert.Multiple(() =>
        {
            Assert.That(calibration.At(0, 0.1), Is.EqualTo((-1f, 0f, 1f)));
            Assert.That(calibration.At(0, 50), Is.EqualTo((-2f, 0.5f, 3f)));
            Assert.That(calibration.At(0, Calibration.FewVehicles).High, Is.EqualTo(2).Within(1e-4));
            Assert.That(Calibration.OfKind(distances, means, few: true), Has.Length.EqualTo(1000).And.All.EqualTo(1));
            Assert.That(Calibration.OfKind(distances, means, few: false), Has.Length.EqualTo(1000).And.All.EqualTo(10));
        });
    }

    [Test]
    public void Kind_with_too_few_forecasts_is_calibrated_with_all()
    {
        var distances = Enumerable.Range(0, 1000).Select(i => (double)i).ToArray();

        Assert.That(Calibration.OfKind(distances, [.. distances.Select(d => d < 10 ? 1.0 : 20.0)], few: true), Is.EqualTo(distances));
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
