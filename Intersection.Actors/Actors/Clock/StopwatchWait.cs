namespace Signals.Actors.Clock;

/// <summary>Absolute sleep where <see cref="NanosleepWait"/> is not supported: a timed wait that stops short, then a spin.</summary>
public sealed class StopwatchWait(TimeProvider time) : IGridWait, IDisposable
{
    /// <summary>Timed waits of the slower systems end up to this late.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(2);

    private readonly ManualResetEvent _never = new(false);

    public void Until(long timestamp)
    {
        for (var now = time.GetTimestamp(); now < timestamp; now = time.GetTimestamp())
        {
            var left = time.GetElapsedTime(now, timestamp);
            if (left > Margin)
            {
                _never.WaitOne(left - Margin);
            }
            else
            {
                Thread.SpinWait(50);
            }
        }
    }

    public void Dispose() => _never.Dispose();
}
