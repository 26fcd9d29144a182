using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>
/// adaptive → actuated → coordinated fixed time → observe (the cabinet's own plan), one step at a time down the list of causes, back up
/// only after the cause has been gone for <see cref="ReturnAfter"/>. Deterministic; no allocation.
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

    private readonly ControlLevel[] _limit = NoLimits();
    private readonly Instant[] _lastSeen = new Instant[Causes];
    private bool _hasControlled;

    public ControlLevel Level { get; private set; } = ControlLevel.Observe;

    /// <summary>The cause that holds the level down, <see cref="LadderCause.None"/> at the configured level.</summary>
    public LadderCause Cause { get; private set; } = LadderCause.None;

    /// <summary>States that <paramref name="cause"/> is present at <paramref name="now"/> and allows at most <paramref name="limit"/>.</summary>
    public void Report(LadderCause cause, ControlLevel limit, Instant now)
    {
        var standing = _limit[(int)cause];
        _limit[(int)cause] = limit < standing ? limit : standing;
        _lastSeen[(int)cause] = now;
    }

    /// <summary>Settles the level for this tick. True when it changed.</summary>
    public bool Settle(Instant now)
    {
        var level = configured;
        var cause = LadderCause.None;
        for (var i = 1; i < Causes; i++)
        {
            Lift((LadderCause)i, now);
            if (_limit[i] < level)
            {
                level = _limit[i];
                cause = (LadderCause)i;
            }
        }

        var changed = level != Level || cause != Cause;
        Level = level;
        Cause = cause;
        _hasControlled |= level > ControlLevel.Observe;
        return changed;
    }

    private void Lift(LadderCause cause, Instant now)
    {
        var limit = _limit[(int)cause];
        var gone = now - _lastSeen[(int)cause];
        if (gone > Duration.Zero && gone >= HysteresisOf(cause, limit))
        {
            _limit[(int)cause] = ControlLevel.Adaptive;
        }
    }

    private Duration HysteresisOf(LadderCause cause, ControlLevel limit) => (cause, limit) switch
    {
        (LadderCause.Operator, _) => Duration.Zero,
        (_, ControlLevel.Observe) => _hasControlled ? ReturnFromObserveAfter : Duration.Zero,
        _ => ReturnAfter,
    };

    private static ControlLevel[] NoLimits()
    {
        var limits = new ControlLevel[Causes];
        Array.Fill(limits, ControlLevel.Adaptive);
        return limits;
    }
}
