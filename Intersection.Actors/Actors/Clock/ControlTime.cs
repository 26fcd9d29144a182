using Signals.Core.Units;

namespace Signals.Actors.Clock;

/// <summary>
/// The control time line: the monotonic clock mapped to UTC. It never jumps and never runs backwards; when the wall clock is set, the line follows it by at
/// most <see cref="MaximumSlewPpm"/>, as adjtime(3) does, so that no interval is ever shortened by a clock correction. Drivers stamp their
/// readings with it, so that a status and a deadline can be compared. Thread-safe.
/// </summary>
public sealed class ControlTime : TimeProvider
{
    /// <summary>Largest rate correction, parts per million: 500, as adjtime(3) and NTP.</summary>
    public const int MaximumSlewPpm = 500;

    /// <summary>Time over which a wall-clock error is meant to be corrected.</summary>
    private static readonly TimeSpan CorrectionTime = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _wall;
    private volatile Line _line;

    /// <param name="wall">Wall clock and monotonic clock underneath; <see cref="TimeProvider.System"/> in production.</param>
    public ControlTime(TimeProvider wall)
    {
        _wall = wall;
        _line = new Line(wall.GetTimestamp(), wall.GetUtcNow().UtcTicks, 1.0);
    }

    public override long TimestampFrequency => _wall.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _wall.LocalTimeZone;

    /// <summary>True when timestamps are those of the machine, so that the kernel can sleep to one.</summary>
    public bool IsMachineTime => ReferenceEquals(_wall, System);

    /// <summary>Now on the control time line.</summary>
    public Instant Now => InstantAt(GetTimestamp());

    /// <summary>Wall clock minus control time line when it was last compared: shows a clock that was set.</summary>
    public TimeSpan WallOffset { get; private set; }

    public override long GetTimestamp() => _wall.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => new(UtcTicksAt(GetTimestamp()), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _wall.CreateTimer(callback, state, dueTime, period);

    /// <summary>Control time at a monotonic timestamp.</summary>
    public Instant InstantAt(long timestamp) => new((UtcTicksAt(timestamp) - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);

    /// <summary>Monotonic timestamp at which the line reaches <paramref name="instant"/>.</summary>
    public long TimestampOf(Instant instant)
    {
        var line = _line;
        var ticks = DateTime.UnixEpoch.Ticks + instant.UnixMilliseconds * TimeSpan.TicksPerMillisecond - line.UtcTicks;
        return line.Timestamp + (long)Math.Ceiling(ticks / line.Rate / TimeSpan.TicksPerSecond * TimestampFrequency);
    }

    /// <summary>Compares with the wall clock and bends the line towards it. Called by the clock thread, every few seconds.</summary>
    public void Discipline()
    {
        var timestamp = GetTimestamp();
        var here = UtcTicksAt(timestamp);
        var offset = _wall.GetUtcNow().UtcTicks - here;
        var ppm = Math.Clamp(offset / (double)CorrectionTime.Ticks * 1e6, -MaximumSlewPpm, MaximumSlewPpm);
        WallOffset = new TimeSpan(offset);
        _line = new Line(timestamp, here, 1.0 + ppm * 1e-6);
    }

    private long UtcTicksAt(long timestamp)
    {
        var line = _line;
        var seconds = (timestamp - line.Timestamp) / (double)TimestampFrequency;
        return line.UtcTicks + (long)(seconds * line.Rate * TimeSpan.TicksPerSecond);
    }

    private sealed record Line(long Timestamp, long UtcTicks, double Rate);
}
