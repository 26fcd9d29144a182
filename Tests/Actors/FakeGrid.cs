using Microsoft.Extensions.Time.Testing;
using Signals.Actors.Clock;
using Signals.Core.Units;

namespace Signals.Tests.Actors;

/// <summary>A tick grid that a test moves.</summary>
public sealed class FakeGrid : ITickGrid
{
    public const long First = 17_000_000_000;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(First * 100));
    private long _latest = First;

    public long LatestNumber => Volatile.Read(ref _latest);

    public TimeProvider Time => _time;

    public Instant Now => new(_time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Time passes without a tick.</summary>
    public void Pass(TimeSpan by) => _time.Advance(by);

    /// <summary>Goes to the tick that lies so many ticks ahead, and returns it.</summary>
    public ControlTick Advance(long ticks = 1)
    {
        Volatile.Write(ref _latest, _latest + ticks);
        _time.Advance(TimeSpan.FromMilliseconds(100 * ticks));
        return ControlTick.Of(_latest);
    }
}
