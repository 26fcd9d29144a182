using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Sim.Cabinet.Local;

/// <summary>Flash → all red → start-up groups, after power-up; without the flash after flash ended for another reason.</summary>
public sealed class StartUpSequence(SafetyTable table, Duration flash, Duration allRed)
{
    private Instant _flashUntil, _redUntil;

    /// <summary>Running: neither local plan nor remote has the cabinet yet.</summary>
    public bool IsRunning { get; private set; }

    public void Begin(Instant now, bool withFlash)
    {
        _flashUntil = withFlash ? now + flash : now;
        _redUntil = _flashUntil + allRed;
        IsRunning = true;
    }

    public bool IsFlashing(Instant now) => IsRunning && now < _flashUntil;

    /// <summary>What the sequencer shall do once the flash is over; ends the sequence when every start-up group is green.</summary>
    public GroupRequest Step(Sequencer sequencer, Instant now)
    {
        if (now < _redUntil)
        {
            return GroupRequest.AllRed(table.All);
        }

        IsRunning = !sequencer.Go.IsSupersetOf(table.StartUp);
        return GroupRequest.Exactly(table.StartUp, table.All);
    }
}
