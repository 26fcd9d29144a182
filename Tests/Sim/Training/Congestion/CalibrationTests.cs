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
    public void Kinds_are_apart_between_their_edges_and_pass_into_each_other_at_them()
    {
        var kinds = Enumerable.Range(0, Calibration.KindCount).Select(kind => new SpreadQuantiles([-1 - kind], [0.5f * kind], [1 + 2 * kind]));
        var calibration = new Calibration([.. kinds], [], []);

        Assert.Multiple(() =>
        {
            Assert.That(calibration.At(0, 0.1), Is.EqualTo((-1f, 0f, 1f)));
            Assert.That(calibration.At(0, 500), Is.EqualTo((-5f, 2f, 9f)));
            for (var edge = 0; edge < Calibration.Edges.Length; edge++)
            {
                var at = Calibration.Edges[edge];
                Assert.That(calibration.At(0, at).High, Is.EqualTo(2 + 2 * edge).Within(1e-4), "half-way");
                Assert.That(calibration.At(0, at * (1 + Calibration.Passage)).Low, Is.EqualTo(-2 - edge).Within(1e-4), "the next kind alone");
            }
        });
    }

    [Test]
    public void Kind_is_calibrated_with_its_own_forecasts_when_it_has_enough()
    {
        var means = Enumerable.Range(0, 4000).Select(row => row % 2 == 0 ? 0.5 : 10.0).ToArray();

        Assert.That(Calibration.OfKind(means, means, kind: 0), Has.Length.EqualTo(2000).And.All.EqualTo(0.5));
        Assert.That(Calibration.OfKind(means, means, kind: 3), Has.Length.EqualTo(2000).And.All.EqualTo(10));
    }

    [Test]
    public void Kind_with_too_few_forecasts_takes_those_of_its_neighbours_first()
    {
        var means = Enumerable.Range(0, 4000).Select(row => row < 10 ? 50.0 : row < 2000 ? 10.0 : 0.5).ToArray();

        Assert.That(Calibration.OfKind(means, means, kind: 4), Has.Length.EqualTo(2000).And.All.GreaterThanOrEqualTo(10));
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
