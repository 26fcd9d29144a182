using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Timing.Coordination;

/// <summary>How the local cycle stands to the system's; values of hi-res event 150.</summary>
public enum CoordinationState : byte
{
    Free = 0,
    InStep = 1,
    TransitionAdd = 2,
    TransitionSubtract = 3,
    Dwell = 4,
}

/// <summary>
/// Position in the local cycle. In step it equals the system's (time since local midnight less offset, modulo cycle). Out of step it runs
/// slower (add), faster (subtract), or stands still before the yield point (dwell), so that no cycle is corrected by more than
/// <see cref="LargestCorrectionPercent"/> and none is made shorter than its minimums allow.
/// </summary>
public sealed class CycleClock
{
    /// <summary>Largest correction of one cycle, in percent of the cycle.</summary>
    public const int LargestCorrectionPercent = 20;

    /// <summary>Smaller errors are a matter of tick lateness and are taken over at once.</summary>
    private static readonly Duration Snap = new(150);

    private long _micros;
    private long _dwelled;
    private PlanWindows? _windows;

    public CoordinationState State { get; private set; } = CoordinationState.Free;

    /// <summary>0 ≤ position &lt; cycle.</summary>
    public Duration Position => new(_micros / 1000);

    /// <summary>True in the tick in which the position passed local zero.</summary>
    public bool PassedZero { get; private set; }

    /// <summary>Starts at a position of a plan.</summary>
    public void Start(PlanWindows windows, Duration position)
    {
        _windows = windows;
        _micros = windows.Wrap(position).Milliseconds * 1000;
        _dwelled = 0;
        State = CoordinationState.InStep;
    }

    public void Stop()
    {
        _windows = null;
        State = CoordinationState.Free;
    }

    /// <summary>Where the system's cycle stands.</summary>
    public static Duration SystemPosition(PlanWindows windows, LocalTime local) => windows.Wrap(local.SinceMidnight - windows.Plan.Offset);

    /// <param name="elapsed">Since the last call.</param>
    /// <param name="local">Local time now.</param>
    public void Advance(Duration elapsed, LocalTime local)
    {
        var windows = _windows!;
        var cycle = windows.Cycle.Milliseconds * 1000;
        var before = _micros;
        var target = SystemPosition(windows, local).Milliseconds * 1000;
        var step = Math.Clamp(elapsed.Milliseconds, 0, 10_000) * 1000;
        var error = Modulo(target - _micros - step, cycle);
        var slack = Snap.Milliseconds * 1000;
        if (error <= slack || error >= cycle - slack)
        {
            _micros = target;
            State = CoordinationState.InStep;
        }
        else
        {
            Correct(windows, step, error, cycle);
        }

        PassedZero = _micros < before && before - _micros > cycle / 2;
        _dwelled = PassedZero ? 0 : _dwelled;
    }

    private void Correct(PlanWindows windows, long step, long behind, long cycle)
    {
        State = State is CoordinationState.InStep or CoordinationState.Free ? Choose(windows, behind, cycle) : State;
        var ahead = cycle - behind;
        var moved = State switch
        {
            CoordinationState.TransitionAdd => step - Math.Min(ahead, step * LargestCorrectionPercent / (100 + LargestCorrectionPercent)),
            CoordinationState.TransitionSubtract => step + Math.Min(behind, step * (100 - windows.FastestPercent) / windows.FastestPercent),
            _ => Dwell(windows, step, ahead, cycle),
        };
        _micros = Modulo(_micros + moved, cycle);
    }

    /// <summary>The clock stands while the coordinated phase is about to yield, up to the largest correction a cycle.</summary>
    private long Dwell(PlanWindows windows, long step, long ahead, long cycle)
    {
        var toYield = Modulo(windows.Yield(0).Milliseconds * 1000 - _micros, cycle);
        var left = cycle * LargestCorrectionPercent / 100 - _dwelled;
        var stand = toYield > step || left <= 0 ? 0 : Math.Min(Math.Min(step, left), ahead);
        _dwelled += stand;
        return step - stand;
    }

    private static CoordinationState Choose(PlanWindows windows, long behind, long cycle)
    {
        var gain = 100 - windows.FastestPercent;
        var subtract = gain >= 2;
        return windows.Plan.Transition switch
        {
            TransitionMode.Subtract when subtract => CoordinationState.TransitionSubtract,
            TransitionMode.Dwell => CoordinationState.Dwell,
            TransitionMode.ShortWay when subtract && behind * LargestCorrectionPercent < (cycle - behind) * gain => CoordinationState.TransitionSubtract,
            _ => CoordinationState.TransitionAdd,
        };
    }

    private static long Modulo(long value, long cycle)
    {
        var rest = value % cycle;
        return rest < 0 ? rest + cycle : rest;
    }
}
