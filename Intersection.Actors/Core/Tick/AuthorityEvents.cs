using Signals.Core.Measures;
using Signals.Core.Ports;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>Events about who is in charge: mode, flash, pre-emption, monitor, epoch, rejects, link.</summary>
public sealed class AuthorityEvents(int device)
{
    private CabinetStatus? _before;
    private bool _linked;

    /// <summary>Appends what changed since the last call.</summary>
    public void Observe(CabinetStatus? status, Instant now, List<HiResEvent> into)
    {
        var linked = status is not null;
        if (linked != _linked)
        {
            Add(into, now, EventCode.CabinetLink, linked ? 1 : 0);
            _linked = linked;
        }

        if (status is null || ReferenceEquals(status, _before))
        {
            return;
        }

        if (_before is { } before)
        {
            AuthorityChanged(before, status, into);
            ModeChanged(before, status, into);
            CabinetChanged(before, status, into);
        }

        _before = status;
    }

    /// <summary>
    /// Apart from the mode: a switch or a pre-emption input can be read one poll before the mode that follows from it, and another owner's epoch takes
    /// authority without any change of mode.
    /// </summary>
    private void AuthorityChanged(CabinetStatus before, CabinetStatus after, List<HiResEvent> into)
    {
        if (before.AcceptsRemote != after.AcceptsRemote)
        {
            Add(into, after.ReceivedAt, after.AcceptsRemote ? EventCode.AuthorityRegained : EventCode.AuthorityLost, after.AcceptsRemote ? 0 : (int)after.Mode);
        }
    }

    private void ModeChanged(CabinetStatus before, CabinetStatus after, List<HiResEvent> into)
    {
        var at = after.ReceivedAt;
        if (before.Mode == after.Mode)
        {
            return;
        }

        Add(into, at, EventCode.UnitControlStatus, ControlStatusOf(after.Mode));
        if (FlashStatusOf(before.Mode) != FlashStatusOf(after.Mode))
        {
            Add(into, at, EventCode.UnitFlashStatus, FlashStatusOf(after.Mode));
        }

        if (before.Mode == CabinetMode.Remote && after.Mode is CabinetMode.LocalTimeOfDay or CabinetMode.LocalActuated)
        {
            Add(into, at, EventCode.LeaseExpired, 0);
        }
    }

    private void CabinetChanged(CabinetStatus before, CabinetStatus after, List<HiResEvent> into)
    {
        var at = after.ReceivedAt;
        if (before.Epoch != after.Epoch)
        {
            Add(into, at, EventCode.EpochChange, (int)(after.Epoch & 0x7FFF));
        }

        if (before.LastReject != after.LastReject && after.LastReject != RejectCode.None)
        {
            Add(into, at, EventCode.CommandRejected, (int)after.LastReject);
        }

        if (before.Monitor != after.Monitor)
        {
            Add(into, at, EventCode.MonitorFault, (int)after.Monitor);
        }

        if (((before.Inputs ^ after.Inputs) & CabinetInputs.ManualEnable) != 0)
        {
            Add(into, at, EventCode.ManualControlEnable, (after.Inputs & CabinetInputs.ManualEnable) != 0 ? 1 : 0);
        }

        for (var input = 0; input < 8; input++)
        {
            var on = after.Preempts >> input & 1;
            if ((before.Preempts >> input & 1) != on)
            {
                Add(into, at, on == 1 ? EventCode.PreemptCallOn : EventCode.PreemptCallOff, input + 1);
            }
        }
    }

    /// <summary>Indiana 155: 2 system, 5 manual, 6 timebase, 10 local manual, 1 other.</summary>
    private static int ControlStatusOf(CabinetMode mode) => mode switch
    {
        CabinetMode.Remote => 2,
        CabinetMode.Manual => 5,
        CabinetMode.Police => 10,
        CabinetMode.LocalTimeOfDay or CabinetMode.LocalActuated => 6,
        _ => 1,
    };

    /// <summary>Indiana 173: 2 not flash, 3 automatic, 6 MMU, 7 start-up.</summary>
    private static int FlashStatusOf(CabinetMode mode) => mode switch
    {
        CabinetMode.CommandedFlash => 3,
        CabinetMode.FaultFlash => 6,
        CabinetMode.StartUp => 7,
        _ => 2,
    };

    private void Add(List<HiResEvent> into, Instant at, EventCode code, int parameter) => into.Add(new HiResEvent(at, device, code, parameter));
}
