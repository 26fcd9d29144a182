using Signals.Core.Model;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Actuated;

/// <summary>
/// The vehicle timers of one ring's phase: minimum green, passage, maximum green against a conflicting call. Green is timed from what the cabinet
/// shows, so a late start of green shortens nothing.
/// </summary>
public sealed class GreenTimer(PhaseTable table)
{
    private readonly Instant[] _lastExtension = new Instant[table.Safety.GroupCount];
    private TimedPhase? _phase;
    private Instant _enteredAt;
    private Instant? _conflictSince;

    /// <summary>Every vehicle group of the phase is green.</summary>
    public bool IsGreen { get; private set; }

    /// <summary>Start of green of the phase as a whole.</summary>
    public Instant GreenSince { get; private set; }

    /// <summary>Every group of the phase has had its minimum green.</summary>
    public bool MinimumServed { get; private set; }

    /// <summary>Nobody has extended any group for its passage time.</summary>
    public bool Gapped { get; private set; }

    /// <summary>Maximum green has passed since green and a conflicting call came together.</summary>
    public bool Maxed { get; private set; }

    /// <summary>True in the tick in which a conflicting call first met the green (event 2).</summary>
    public bool ConflictBegan { get; private set; }

    /// <summary>True in the tick in which the maximum was reached (event 5).</summary>
    public bool MaxBegan { get; private set; }

    /// <summary>Part of the maximum green that is used up; zero while nobody conflicting calls.</summary>
    public Duration MaximumUsed(Instant now) => _conflictSince is { } since ? now - since : Duration.Zero;

    public void Enter(TimedPhase phase, Instant now)
    {
        _phase = phase;
        _enteredAt = now;
        _conflictSince = null;
        IsGreen = MinimumServed = Gapped = Maxed = ConflictBegan = MaxBegan = false;
    }

    /// <summary>Takes in one tick.</summary>
    /// <param name="extending">Groups that extend their green now.</param>
    /// <param name="conflict">A call waits that this phase must end for.</param>
    public void Advance(in ControlView view, GroupSet extending, bool conflict)
    {
        Look(view);
        ConflictBegan = MaxBegan = false;
        if (!IsGreen)
        {
            return;
        }

        NoteConflict(conflict, view.Now);
        var gapped = true;
        foreach (var group in _phase!.Callers)
        {
            if (extending.Contains(group))
            {
                _lastExtension[group] = view.Now;
            }

            gapped &= view.Now - _lastExtension[group] >= table.Safety.Group(group).Demand.Passage && !extending.Contains(group);
        }

        // Without simultaneous gap-out a gap, once found against a waiting call, stands.
        Gapped = gapped || (Gapped && conflict && !ConflictBegan && !table.SimultaneousGapOut && !table.IsStaged);
    }

    private void Look(in ControlView view)
    {
        var green = true;
        var minimum = true;
        var youngest = Duration.FromSeconds(86_400);
        foreach (var group in _phase!.Vehicles)
        {
            var shown = view.Shown[group];
            green &= shown.State.IsGo();
            minimum &= shown.TimeInState >= table.Safety.Group(group).Timing.MinGo;
            youngest = Duration.Min(youngest, shown.TimeInState);
        }

        if (green && !IsGreen)
        {
            var since = view.Now - youngest;
            GreenSince = since > _enteredAt ? since : _enteredAt;
            foreach (var group in _phase.Callers)
            {
                _lastExtension[group] = GreenSince;
            }
        }

        IsGreen = green;
        MinimumServed = green && minimum;
    }

    private void NoteConflict(bool conflict, Instant now)
    {
        if (!conflict)
        {
            _conflictSince = null;
            Maxed = false;
            return;
        }

        if (_conflictSince is null)
        {
            // A call that waited before the green began to count at the green's start.
            _conflictSince = now - GreenSince <= Duration.Tenth * 3 ? GreenSince : now;
            ConflictBegan = true;
        }

        MaxBegan = !Maxed && now - _conflictSince.Value >= _phase!.MaxGreen;
        Maxed |= MaxBegan;
    }
}
