using Signals.Core.Ports;
using Signals.Core.Units;

namespace Signals.Actors.Control;

/// <summary>
/// Decides whether this process may speak at all. A gap between ticks longer than <see cref="GapLimit"/> (a pause of the process or the machine) is a loss of
/// authority: nothing is sent until the cabinet has been read again after the gap and still says that its epoch is ours. Pure; one per intersection.
/// </summary>
public sealed class AuthorityGuard
{
    /// <summary>Ten ticks: well below the shortest lease in use, and far above what a busy machine loses.</summary>
    public const long GapLimit = 10;

    private long _last = -1;
    private Instant _lostAt;

    /// <summary>True while authority is not confirmed.</summary>
    public bool Revalidating { get; private set; }

    /// <summary>Gaps so far.</summary>
    public long Gaps { get; private set; }

    /// <summary>Notes that tick <paramref name="number"/> runs; returns how many ticks before it never came.</summary>
    public long Advance(long number, Instant deadline)
    {
        var missed = _last < 0 ? 0 : Math.Max(0, number - _last - 1);
        if (missed >= GapLimit)
        {
            Gaps++;
            Revalidating = true;
            _lostAt = deadline;
        }

        _last = number;
        return missed;
    }

    /// <summary>True when a command may be submitted, given what the cabinet says.</summary>
    public bool MaySpeak(CabinetStatus? status)
    {
        if (Revalidating && status is { IsOurs: true } && status.ReceivedAt > _lostAt)
        {
            Revalidating = false;
        }

        return !Revalidating;
    }
}
