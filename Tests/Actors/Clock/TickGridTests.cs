using CsCheck;
using Signals.Actors.Clock;

namespace Signals.Tests.Actors.Clock;

public sealed class TickGridTests
{
    [Test]
    [Category("Unit")]
    public void Grid_tells_each_tick_once_when_it_wakes_in_time()
    {
        var grid = new TickGrid(10);

        Assert.That(new[] { grid.Take(10), grid.Take(11), grid.Take(12) }, Is.EqualTo(new long[] { 10, 11, 12 }));
        Assert.That(grid.Missed, Is.Zero);
    }

    [Test]
    [Category("Unit")]
    public void Grid_that_slept_tells_only_the_latest_due_tick_and_counts_the_rest()
    {
        var grid = new TickGrid(10);

        Assert.That(grid.Take(210), Is.EqualTo(210));
        Assert.That(grid.Missed, Is.EqualTo(200));
        Assert.That(grid.Next, Is.EqualTo(211));
    }

    [Test]
    [Category("Property")]
    public void Told_and_missed_ticks_together_are_every_tick_in_strict_order() =>
        Gen.Long[-3, 50].List[1, 200].Sample(steps =>
        {
            var grid = new TickGrid(1000);
            long told = 0, last = 999, reached = 999;
            foreach (var step in steps)
            {
                reached += step;
                var tick = grid.Take(reached);
                told++;
                if (tick <= last)
                {
                    return false;
                }

                last = tick;
            }

            return told + grid.Missed == last - 999;
        });
}
