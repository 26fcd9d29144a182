using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>
/// adaptive → actuated → coordinated fixed time → observe (the cabinet's own plan), one step at a time down the list of causes, back up
/// only after the cause has been gone for <see cref="ReturnAfter"/>. A cause that becomes milder lets the level rise by as much, after the same
/// time. Deterministic; no allocation.
/// </summary>
public sealed class DegradationLadder(ControlLevel configured)
{
    /// <summary>Hysteresis: how long a cause must be gone before its limit is lifted (30 s, the usual hysteresis for a return to remote control).</summary>
    public static readonly Duration ReturnAfter = new(30_000);

    /// <summary>
    /// Observation is left faster: the cabinet has just proved that it listens. For the first time it is left at once: a new owner has flapped with nobody yet, and
    /// its cabinet has been without one long enough.
    /// </summary>
    public static readonly Duration ReturnFromObserveAfter = new(1_000);

    private static readonly int Causes = Enum.GetValues<LadderCause>().Length;

    /// <summary>When each cause last allowed at most each level; null where its limit does not stand.</summary>
    private readonly Instant?[,] _lastSeen = new Instant?[Causes, (int)ControlLevel.Adaptive];
    private bool _hasControlled;

    public ControlLevel Level { get; private set; } = ControlLevel.Observe;

    /// <summary>The cause that holds the level down, <see cref="LadderCause.None"/> at the configured level.</summary>
    public LadderCause Cause { get; private set; } = LadderCause.None;

    /// <summary>States that <paramref name="cause"/> is present at <paramref name="now"/> and allows at most <paramref name="limit"/>.</summary>
    public void Report(LadderCause cause, ControlLevel limit, Instant now)
    {
        if (limit < ControlLevel.Adaptive)
        {
            _lastSeen[(int)cause, (int)limit] = now;
        }
    }

    /// <summary>Settles the level for this tick. True when it changed.</summary>
    public bool Settle(Instant now)
    {
        var level = configured;
        var cause = LadderCause.None;
        for (var i = (int)LadderCause.None + 1; i < Causes; i++)
        {
            var limit = LimitOf((LadderCause)i, now);
            if (limit < level)
            {
                level = limit;
                cause = (LadderCause)i;
            }
        }

        var changed = level != Level || cause != Cause;
        Level = level;
        Cause = cause;
        _hasControlled |= level > ControlLevel.Observe;
        return changed;
    }

    /// <summary>The lowest limit of a cause that still stands; lifts those whose time is over.</summary>
    private ControlLevel LimitOf(LadderCause cause, Instant now)
    {
        var lowest = ControlLevel.Adaptive;
        for (var i = (int)ControlLevel.Adaptive - 1; i >= (int)ControlLevel.Observe; i--)
        {
            ref var seen = ref _lastSeen[(int)cause, i];
            if (seen is not { } at)
            {
                continue;
            }

            var gone = now - at;
            if (gone > Duration.Zero && gone >= HysteresisOf(cause, (ControlLevel)i))
            {
                seen = null;
            }
            else
            {
                lowest = (ControlLevel)i;
            }
        }

        return lowest;
    }

    private Duration HysteresisOf(LadderCause cause, ControlLevel limit) => (cause, limit) switch
    {
        (LadderCause.Operator, _) => Duration.Zero,
        (_, ControlLevel.Observe) => _hasControlled ? ReturnFromObserveAfter : Duration.Zero,
        _ => ReturnAfter,
    };
}
