using Signals.Sim.Traffic;
using Signals.Sim.Training.Scoring;

namespace Signals.Tests.Sim.Training.Scoring;

[TestFixture, Category("Unit")]
public class BlockErrorsTests
{
    [Test]
    public void Errors_are_those_of_the_definitions()
    {
        var errors = new BlockErrors(2);
        errors.Add(0, forecast: 12, actual: 10);
        errors.Add(1, forecast: 16, actual: 20);

        Assert.That((errors.Mae, errors.Rmse, errors.Wape, errors.Count), Is.EqualTo((3.0, Math.Sqrt(10), 6.0 / 30, 2L)));
    }

    [Test]
    public void Interval_holds_the_mean_and_a_clearly_better_forecast_stays_below_one()
    {
        var random = new SeededRandom(1);
        var (good, bad) = (new BlockErrors(50), new BlockErrors(50));
        for (var i = 0; i < 5000; i++)
        {
            good.Add(i % 50, random.NextBell(), 0);
            bad.Add(i % 50, 2 * random.NextBell(), 0);
        }

        var (low, high) = good.MaeInterval();
        Assert.That(good.Mae, Is.InRange(low, high));
        Assert.That(good.ShareInterval(bad).High, Is.LessThan(0.6));
        Assert.That(good.ShareInterval(good), Is.EqualTo((1.0, 1.0)));
    }

    [Test]
    public void Few_blocks_that_differ_give_a_wide_interval_however_many_forecasts_they_hold()
    {
        var errors = new BlockErrors(4);
        for (var i = 0; i < 4000; i++)
        {
            errors.Add(i % 4, i % 4, 0);
        }

        var (low, high) = errors.MaeInterval();
        Assert.That(high - low, Is.GreaterThan(1));
    }
}
