using Signals.Actors.Control;
using Signals.Core.Units;

namespace Signals.Tests.Actors.Control;

[Category("Unit")]
public sealed class LocalClockTests
{
    [TestCase("2026-10-25T00:59:59.900Z", DayOfWeek.Sunday, "02:59:59.9", TestName = "Clock_before_the_hour_is_repeated_shows_summer_time")]
    [TestCase("2026-10-25T01:00:00.000Z", DayOfWeek.Sunday, "02:00:00.0", TestName = "Clock_after_the_hour_is_repeated_shows_winter_time")]
    [TestCase("2026-11-23T23:30:00.000Z", DayOfWeek.Tuesday, "00:30:00.0", TestName = "Clock_past_local_midnight_shows_the_next_day")]
    public void Local_time_is_what_the_wall_clock_shows(string utc, DayOfWeek day, string expected)
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone(
            "test", TimeSpan.FromHours(1), "test", "winter", "summer",
            [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                new DateTime(2000, 1, 1), new DateTime(2099, 12, 31), TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday))]);
        var clock = new LocalClock(zone);
        var at = new Instant(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());

        var local = clock.At(at);

        Assert.That(local.Day, Is.EqualTo(day));
        Assert.That(TimeSpan.FromMilliseconds(local.SinceMidnight.Milliseconds), Is.EqualTo(TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
