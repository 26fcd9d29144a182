namespace Signals.Actors.Clock;

/// <summary>Sleeps on the provider's own timers: for time that is scaled or faked, where a second of the machine is not a second of the control line.</summary>
public sealed class ProviderWait : IGridWait, IDisposable
{
    private readonly TimeProvider _time;
    private readonly AutoResetEvent _due = new(false);
    private readonly ITimer _timer;

    public ProviderWait(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => _due.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Until(long timestamp)
    {
        for (var left = Left(timestamp); left > TimeSpan.Zero; left = Left(timestamp))
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
            _due.WaitOne();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _due.Dispose();
    }

    private TimeSpan Left(long timestamp) => new((long)((timestamp - _time.GetTimestamp()) / (double)_time.TimestampFrequency * TimeSpan.TicksPerSecond));
}
