using Signals.Sim.Traffic;
using Signals.Sim.Training.Scoring;

namespace Signals.Tests.Sim.Training.Scoring;

[TestFixture, Category("Unit")]
public sealed class IntervalScoreTests
{
    private const int Forecasts = 200_000;

    [Test]
    public void Honest_intervals_of_whole_counts_leave_a_tenth_beyond_each_end()
    {
        // Evenly 0 … 9; spread over its unit an outcome lies evenly in −0.5 … 9.5.
        var score = IntervalScore.Of(Always(0.5f), Always(8.5f), Counts(10), seed: 1);

        Assert.Multiple(() =>
        {
            Assert.That(score.Below, Is.EqualTo(0.1).Within(0.005));
            Assert.That(score.Above, Is.EqualTo(0.1).Within(0.005));
            Assert.That(score.Covers, Is.EqualTo(0.8).Within(0.005));
            Assert.That(score.BothEnds, Is.EqualTo(score.Covers).Within(1e-9));
            Assert.That(score.Closed, Is.Zero);
        });
    }

    [Test]
    public void Lower_end_of_zero_cannot_be_missed_and_is_not_counted_as_width()
    {
        // Evenly 0 … 1; −0.5 … 1.5: quantile 0.1 is below zero, 0.9 is 1.3.
        var score = IntervalScore.Of(Always(0), Always(1.3f), Counts(2), seed: 1);

        Assert.Multiple(() =>
        {
            Assert.That(score.Covers, Is.EqualTo(0.9).Within(0.005));
            Assert.That(score.Closed, Is.EqualTo(1));
            Assert.That(score.Below, Is.NaN);
            Assert.That(score.BothEnds, Is.EqualTo(0.8).Within(0.005));
        });
    }

    private static float[] Always(float value) => [.. Enumerable.Repeat(value, Forecasts)];

    private static float[] Counts(int below)
    {
        var random = new SeededRandom(3);
        return [.. Enumerable.Range(0, Forecasts).Select(_ => (float)Math.Floor(below * random.NextDouble()))];
    }
}
