using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Actors.Control;

/// <summary>
/// Civil time of a deadline in the corridor's zone: what a clock on the wall shows, so that plans switch by it also on days when the clocks change. The zone's
/// offset is looked up once a minute. Not thread-safe: one per intersection.
/// </summary>
public sealed class LocalClock(TimeZoneInfo zone)
{
    private const long MinuteMilliseconds = 60_000;

    private long _minute = long.MinValue;
    private long _offsetMilliseconds;

    public LocalTime At(Instant deadline)
    {
        var minute = Math.DivRem(deadline.UnixMilliseconds, MinuteMilliseconds).Quotient;
        if (minute != _minute)
        {
            _minute = minute;
            var utc = DateTimeOffset.FromUnixTimeMilliseconds(deadline.UnixMilliseconds);
            _offsetMilliseconds = (long)zone.GetUtcOffset(utc).TotalMilliseconds;
        }

        var local = DateTimeOffset.FromUnixTimeMilliseconds(deadline.UnixMilliseconds + _offsetMilliseconds);
        return new LocalTime(local.DayOfWeek, new Duration((long)local.TimeOfDay.TotalMilliseconds));
    }
}
