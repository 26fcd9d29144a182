using System.Numerics;
using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Signals.Drivers.Cabinet;

namespace Signals.Sim.Cabinet;

/// <summary>Writes what happens in the cabinet to its event ring, in Indiana codes.</summary>
internal sealed class CabinetEvents(Intersection intersection, EventRing ring)
{
    private readonly PhaseNumbers _numbers = new(intersection);
    private CabinetMode _mode;
    private ModeReason _reason;
    private bool _known;

    public void Mode(CabinetMode mode, ModeReason reason, uint uptimeMs)
    {
        if (_known && mode == _mode && reason == _reason)
        {
            return;
        }

        (_mode, _reason, _known) = (mode, reason, true);
        ring.Record(EventCode.UnitControlStatus, UnitControl(mode), uptimeMs);
        ring.Record(EventCode.UnitFlashStatus, UnitFlash(mode, reason), uptimeMs);
    }

    public void Preempt(int before, int after, uint uptimeMs)
    {
        if (before != 0)
        {
            ring.Record(EventCode.PreemptCallOff, before, uptimeMs);
        }

        if (after != 0)
        {
            ring.Record(EventCode.PreemptCallOn, after, uptimeMs);
            ring.Record(EventCode.PreemptEntryStarted, after, uptimeMs);
        }
    }

    public void Detectors(DetectorInputs detectors, uint uptimeMs)
    {
        for (var rest = detectors.Changed; rest != 0; rest &= rest - 1)
        {
            var channel = BitOperations.TrailingZeroCount(rest);
            var on = (detectors.Presence >> channel & 1) != 0;
            var code = detectors.IsButton(channel)
                ? on ? EventCode.PedestrianDetectorOn : EventCode.PedestrianDetectorOff
                : on ? EventCode.DetectorOn : EventCode.DetectorOff;
            ring.Record(code, channel + 1, uptimeMs);
        }
    }

    public void Groups(ShownStates shown, uint uptimeMs)
    {
        foreach (var group in shown.Changed)
        {
            Group(_numbers.Of(group), _numbers.IsOverlap(group), shown.Before(group), shown.States[group], uptimeMs);
        }
    }

    private void Group(int number, bool overlap, GroupState before, GroupState after, uint uptimeMs)
    {
        switch (after)
        {
            case GroupState.Green:
                ring.Record(overlap ? EventCode.OverlapBeginGreen : EventCode.BeginGreen, number, uptimeMs);
                break;
            case GroupState.Yellow:
                ring.Record(overlap ? EventCode.OverlapBeginYellow : EventCode.BeginYellow, number, uptimeMs);
                break;
            case GroupState.Red when before == GroupState.Yellow:
                ring.Record(overlap ? EventCode.OverlapBeginRedClearance : EventCode.BeginRedClearance, number, uptimeMs);
                break;
            case GroupState.Walk:
                ring.Record(EventCode.BeginWalk, number, uptimeMs);
                break;
            case GroupState.PedestrianClearance:
                ring.Record(EventCode.BeginPedestrianClearance, number, uptimeMs);
                break;
            case GroupState.DontWalk:
                ring.Record(EventCode.BeginDontWalk, number, uptimeMs);
                break;
        }
    }

    /// <summary>Indiana 155: 1 other, 2 system, 5 manual, 6 timebase.</summary>
    private static int UnitControl(CabinetMode mode) => mode switch
    {
        CabinetMode.Remote => 2,
        CabinetMode.Manual or CabinetMode.Police => 5,
        CabinetMode.LocalTimeOfDay => 6,
        _ => 1,
    };

    /// <summary>Indiana 173: 1 other, 2 not flash, 4 local manual, 6 monitor, 7 start-up.</summary>
    private static int UnitFlash(CabinetMode mode, ModeReason reason) => mode switch
    {
        CabinetMode.FaultFlash => 6,
        CabinetMode.StartUp => 7,
        CabinetMode.CommandedFlash => reason == ModeReason.FlashSwitch ? 4 : 1,
        _ => 2,
    };
}
