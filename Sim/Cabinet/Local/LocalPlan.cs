using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Sim.Cabinet.Local;

/// <summary>How the local plan moves on.</summary>
public enum LocalAdvance : byte
{
    /// <summary>By its own splits.</summary>
    Automatic = 0,

    /// <summary>Stays in the interval (manual and police control).</summary>
    Held = 1,

    /// <summary>Goes on as soon as minimums allow (interval advance pressed).</summary>
    Pressed = 2,
}

/// <summary>
/// The cabinet's own control, which needs nobody: rotates through the intervals of a plan, serving every group and crossing once a
/// round. It moves on only when what leaves has been served, so each round is finite and nobody is skipped.
/// </summary>
public sealed class LocalPlan(SafetyTable table, ImmutableArray<LocalInterval> intervals)
{
    private ImmutableArray<LocalInterval> _intervals = intervals;
    private ImmutableArray<LocalInterval> _next;
    private int _at;
    private Instant _entered;
    private Instant _round;
    private GroupSet _served;
    private bool _pressed;

    public LocalInterval Current => _intervals[_at];

    public Duration CycleLength
    {
        get
        {
            var sum = Duration.Zero;
            foreach (var interval in _intervals)
            {
                sum += interval.Length;
            }

            return sum;
        }
    }

    /// <summary>Time since the rotation's first interval began.</summary>
    public Duration CyclePosition(Instant now) => now - _round;

    /// <summary>Changes plan at the end of the round, or now when <paramref name="atOnce"/>.</summary>
    public void Use(ImmutableArray<LocalInterval> intervals, bool atOnce, Sequencer sequencer, Instant now)
    {
        _next = intervals;
        if (atOnce)
        {
            Adopt(sequencer, now);
        }
    }

    /// <summary>Takes over at the interval nearest to what is green; nothing that is shown changes because of it.</summary>
    public void Adopt(Sequencer sequencer, Instant now)
    {
        TakeNext();
        var best = int.MinValue;
        for (var i = 0; i < _intervals.Length; i++)
        {
            var kept = (sequencer.Go & _intervals[i].All).Count;
            var score = 2 * kept - (sequencer.Go - _intervals[i].All).Count;
            if (score > best)
            {
                best = score;
                _at = i;
            }
        }

        _entered = now;
        _round = now;
        _served = sequencer.Go & Current.All;
        _pressed = false;
    }

    /// <summary>What the sequencer shall do now. Call once a step.</summary>
    public GroupRequest Step(Sequencer sequencer, Instant now, LocalAdvance advance)
    {
        _served |= sequencer.Go & Current.All;
        _pressed = (_pressed || advance == LocalAdvance.Pressed) && advance != LocalAdvance.Automatic;
        var due = advance == LocalAdvance.Automatic ? now - _entered >= Current.Length : _pressed;
        if (due && CanLeave(sequencer))
        {
            MoveOn(now);
        }

        var crossings = Current.Pedestrians - _served;
        var stay = Current.Vehicles;
        return new GroupRequest(stay, table.All - stay, table.All - stay - crossings, stay | crossings);
    }

    /// <summary>All that leaves has had its right of way, and no crossing that leaves is still being cleared.</summary>
    private bool CanLeave(Sequencer sequencer)
    {
        var leaving = _intervals.Length == 1 ? Current.All : Current.All - _intervals[(_at + 1) % _intervals.Length].All;
        if (!_served.IsSupersetOf(leaving))
        {
            return false;
        }

        foreach (var crossing in leaving & Current.Pedestrians)
        {
            if (!sequencer.States[crossing].IsStop())
            {
                return false;
            }
        }

        return true;
    }

    private void MoveOn(Instant now)
    {
        _at = (_at + 1) % _intervals.Length;
        if (_at == 0)
        {
            TakeNext();
            _round = now;
        }

        _served = _intervals.Length == 1 ? _served - Current.Pedestrians : _served & Current.All;
        _entered = now;
        _pressed = false;
    }

    private void TakeNext()
    {
        if (!_next.IsDefaultOrEmpty)
        {
            _intervals = _next;
            _next = default;
            _at = 0;
        }
    }
}
