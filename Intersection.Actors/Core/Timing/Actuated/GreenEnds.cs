using Signals.Core.Measures;
using Signals.Core.Safety;
using Signals.Core.Timing.Coordination;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Actuated;

/// <summary>Whether and why the green of each ring is ready to end: gap-out, max-out, force-off, or a wait at its bound.</summary>
internal sealed class GreenEnds(int ringCount, WaitBound bound, Coordinator coordinator)
{
    private readonly Termination[] _ready = new Termination[ringCount];

    public bool IsReady(ActuatedRing ring) => _ready[ring.Index] != Termination.None;

    /// <summary>The ring serves nothing that could end.</summary>
    public void Clear(ActuatedRing ring) => _ready[ring.Index] = Termination.None;

    /// <summary>A green ends only for somebody, and never inside its minimum or a pedestrian service.</summary>
    /// <param name="conflict">Somebody who conflicts with the phase calls.</param>
    public void Judge(ActuatedRing ring, TimedPhase phase, bool conflict, in ControlView view) =>
        _ready[ring.Index] = conflict && ring.MayEnd(view) ? TerminationOf(ring, phase) : Termination.None;

    /// <summary>Reason of the change when the ring's green ends now; <paramref name="otherwise"/> when it was not ready.</summary>
    public IntentReason ReasonOf(ActuatedRing ring, IntentReason otherwise) => _ready[ring.Index] switch
    {
        Termination.Gap => IntentReason.GapOut,
        Termination.Max => IntentReason.MaxOut,
        Termination.ForceOff => IntentReason.ForceOff,
        Termination.MaxWait => IntentReason.MaxWait,
        _ => otherwise,
    };

    /// <summary>The hi-res event of that end. Max-out is told when the maximum runs out, and a wait at its bound when it becomes due.</summary>
    public void AddEvent(ActuatedRing ring, TimedPhase phase, EventQueue events)
    {
        switch (_ready[ring.Index])
        {
            case Termination.Gap:
                events.Add(EventCode.GapOut, phase.Number);
                break;
            case Termination.ForceOff:
                events.Add(EventCode.ForceOff, phase.Number);
                break;
            default:
                break;
        }
    }

    private Termination TerminationOf(ActuatedRing ring, TimedPhase phase)
    {
        if (bound.IsHurrying)
        {
            return Termination.MaxWait;
        }

        if (coordinator.Holds(phase.Index))
        {
            return Termination.None;
        }

        if (coordinator.IsActive)
        {
            // Maximum green is inhibited under coordination: the force-off point bounds the green.
            return coordinator.ForcesOff(phase.Index) ? Termination.ForceOff : ring.Green.Gapped ? Termination.Gap : Termination.None;
        }

        return ring.Green.Gapped ? Termination.Gap : ring.Green.Maxed ? Termination.Max : Termination.None;
    }
}
