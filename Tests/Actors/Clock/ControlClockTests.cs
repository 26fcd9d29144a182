using Microsoft.Extensions.Time.Testing;
using Signals.Actors.Clock;
using Signals.Tests.Support;

namespace Signals.Tests.Actors.Clock;

public sealed class ControlClockTests
{
    [Test]
    [Category("Unit")]
    public void Clock_tells_consecutive_ticks_on_whole_tenths_of_utc()
    {
        var told = new List<ControlTick>();
        var wall = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 14, 0, 0, 37, TimeSpan.Zero));
        using var clock = new ControlClock(new ControlTime(wall), new JumpWait(wall), told.Add);

        Turn(clock, 3);

        Assert.That(told.Select(t => t.Deadline.ToString()), Is.EqualTo(new[]
        {
            "2026-11-23T14:00:00.100Z", "2026-11-23T14:00:00.200Z", "2026-11-23T14:00:00.300Z",
        }));
        Assert.That(clock.Missed, Is.Zero);
    }

    [Test]
    [Category("Unit")]
    public void Clock_that_was_stopped_for_twenty_seconds_tells_one_tick_and_counts_two_hundred_missed()
    {
        var told = new List<ControlTick>();
        var wall = new FakeTimeProvider();
        var wait = new JumpWait(wall);
        using var clock = new ControlClock(new ControlTime(wall), wait, told.Add);
        Turn(clock, 1);
        wait.OversleepOnce = TimeSpan.FromSeconds(20);

        Turn(clock, 2);

        Assert.That(told, Has.Count.EqualTo(3));
        Assert.That(told[1].Number - told[0].Number, Is.EqualTo(201));
        Assert.That(told[2].Number - told[1].Number, Is.EqualTo(1));
        Assert.That(clock.Missed, Is.EqualTo(200));
        Assert.That(clock.Lateness.Summarise().Maximum, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    [Category("Integration")]
    public async Task Clock_thread_keeps_the_grid_of_the_real_machine()
    {
        var told = new List<ControlTick>();
        var time = new ControlTime(TimeProvider.System);
        using (var clock = new ControlClock(time, ControlClock.WaitFor(time), tick =>
               {
                   lock (told)
                   {
                       told.Add(tick);
                   }
               }))
        {
            clock.Start();
            await Eventually.IsTrue(() => clock.Lateness.Count >= 10, "ten ticks", TimeSpan.FromSeconds(30));
            Assert.That(clock.LatestNumber * 100, Is.EqualTo(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()).Within(5_000), "grid is UTC");
        }

        Assert.That(told.Zip(told.Skip(1), (a, b) => b.Number - a.Number), Is.All.GreaterThan(0));
    }

    [Test]
    [Category("Integration")]
    public void Fallback_wait_returns_no_earlier_than_asked()
    {
        using var wait = new StopwatchWait(TimeProvider.System);
        var until = TimeProvider.System.GetTimestamp() + TimeProvider.System.TimestampFrequency / 50;

        wait.Until(until);

        Assert.That(TimeProvider.System.GetTimestamp(), Is.GreaterThanOrEqualTo(until));
    }

    private static void Turn(ControlClock clock, int times)
    {
        for (var i = 0; i < times; i++)
        {
            clock.Turn();
        }
    }

    /// <summary>Sleeps by moving fake time.</summary>
    private sealed class JumpWait(FakeTimeProvider wall) : IGridWait
    {
        public TimeSpan OversleepOnce { get; set; }

        public void Until(long timestamp)
        {
            var ticks = (timestamp - wall.GetTimestamp()) * TimeSpan.TicksPerSecond / wall.TimestampFrequency;
            wall.Advance(new TimeSpan(Math.Max(0, ticks)) + OversleepOnce);
            OversleepOnce = TimeSpan.Zero;
        }
    }
}
