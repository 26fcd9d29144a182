namespace Signals.Actors.Supervision;

/// <summary>
/// When a failed part may start again, in ticks: 1 s after the first failure, doubling to 30 s, forgotten after it has run for a minute. Pure: the ticks are its clock.
/// </summary>
public sealed class RestartBackoff
{
    public const long FirstDelayTicks = 10;

    public const long LongestDelayTicks = 300;

    /// <summary>A part that ran this long has recovered.</summary>
    public const long RecoveredAfterTicks = 600;

    private long _delay = FirstDelayTicks;
    private long _startedAt;

    /// <summary>Notes a start at that tick.</summary>
    public void Started(long tick) => _startedAt = tick;

    /// <summary>Notes a failure; returns the tick at which to start again.</summary>
    public long Failed(long tick)
    {
        _delay = tick - _startedAt >= RecoveredAfterTicks ? FirstDelayTicks : _delay;
        var due = tick + _delay;
        _delay = Math.Min(_delay * 2, LongestDelayTicks);
        return due;
    }
}
