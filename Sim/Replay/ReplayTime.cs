namespace Signals.Sim.Replay;

/// <summary>
/// Time that starts at a recorded instant and runs <paramref name="speed"/> times as fast as the real one. Everything that takes its time from it (control
/// clock, drivers, cabinets) lives in the record's hours.
/// </summary>
/// <param name="real">The time underneath.</param>
/// <param name="origin">What it shows first.</param>
/// <param name="speed">1 = real time; at most about 50, where timers of 100 ms come down to the 2 ms that an operating system keeps.</param>
public sealed class ReplayTime(TimeProvider real, DateTimeOffset origin, double speed) : TimeProvider
{
    private readonly long _start = real.GetTimestamp();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)(real.GetElapsedTime(_start).Ticks * speed);

    public override DateTimeOffset GetUtcNow() => origin + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private TimeSpan Real(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / speed;

    private sealed class ScaledTimer(ITimer timer, ReplayTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Real(dueTime), time.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
