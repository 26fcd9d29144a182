namespace Signals.Actors.Clock;

/// <summary>Sleeps until a monotonic timestamp. Only the clock thread calls it.</summary>
public interface IGridWait
{
    /// <summary>Returns at or after <paramref name="timestamp"/> (unit: the time provider's frequency).</summary>
    void Until(long timestamp);
}
