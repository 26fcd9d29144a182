using Signals.Core.Ports;
using Signals.Drivers.Cabinet;
using Signals.Modbus;
using Signals.Sim.Cabinet.Monitor;

namespace Signals.Sim.Cabinet;

/// <summary>Fills the readable blocks of the register map from a cabinet.</summary>
internal sealed class RegisterBlocks(EmulatedCabinet cabinet)
{
    private const ushort CapabilityMasks = 1, CapabilityStages = 2, CapabilityPlans = 4;

    private readonly ushort[] _block = new ushort[RegisterMap.Intergreens.Length];

    public SlaveExceptionCode Read(int start, Span<ushort> into)
    {
        switch (start)
        {
            case < RegisterMap.Status.Start:
                return Copy(RegisterMap.Identity.Start, RegisterMap.Identity.Length, Identity, start, into);
            case < RegisterMap.GroupEnds.Start:
                return Copy(RegisterMap.Status.Start, RegisterMap.Status.Length, Status, start, into);
            case < RegisterMap.Counts.Start:
                return Copy(RegisterMap.GroupEnds.Start, RegisterMap.GroupEnds.Length, GroupEnds, start, into);
            case < RegisterMap.Occupancy.Start:
                return Copy(RegisterMap.Counts.Start, RegisterMap.Counts.Length, Counts, start, into);
            case < RegisterMap.Lamps.Start:
                return Copy(RegisterMap.Occupancy.Start, RegisterMap.Occupancy.Length, Occupancy, start, into);
            case < RegisterMap.Events.Start:
                return Copy(RegisterMap.Lamps.Start, RegisterMap.Lamps.Length, Lamps, start, into);
            case < RegisterMap.SafetyTiming.Start:
                return ReadEvents(start, into);
            case < RegisterMap.Intergreens.Start:
                return Copy(RegisterMap.SafetyTiming.Start, RegisterMap.SafetyTiming.Length, SafetyTiming, start, into);
            default:
                return Copy(RegisterMap.Intergreens.Start, RegisterMap.Intergreens.Length, Intergreens, start, into);
        }
    }

    private SlaveExceptionCode Copy(int blockStart, int length, Action<Span<ushort>> fill, int start, Span<ushort> into)
    {
        if (start < blockStart || start + into.Length > blockStart + length)
        {
            return SlaveExceptionCode.IllegalDataAddress;
        }

        var block = _block.AsSpan(0, length);
        block.Clear();
        fill(block);
        block.Slice(start - blockStart, into.Length).CopyTo(into);
        return SlaveExceptionCode.None;
    }

    private void Identity(Span<ushort> to)
    {
        to[RegisterMap.Identity.Magic] = RegisterMap.Magic;
        to[RegisterMap.Identity.MapVersion] = RegisterMap.Version;
        RegisterWords.Put32(to, RegisterMap.Identity.DeviceId, (uint)cabinet.Intersection.Device);
        to[RegisterMap.Identity.GroupCount] = (ushort)cabinet.Table.GroupCount;
        to[RegisterMap.Identity.DetectorCount] = (ushort)cabinet.Intersection.Detectors.Length;
        to[RegisterMap.Identity.PedestrianCount] = (ushort)cabinet.Intersection.Groups.Count(g => g.IsPedestrian);
        to[RegisterMap.Identity.Capabilities] =
            (ushort)(CapabilityMasks | CapabilityPlans | (cabinet.Table.Stages.IsEmpty ? 0 : CapabilityStages));
        RegisterWords.Put32(to, RegisterMap.Identity.SafetyConfigHash, cabinet.Table.ConfigHash);
        to[RegisterMap.Identity.Firmware] = cabinet.Options.Firmware;
        to[RegisterMap.Identity.Heartbeat] = cabinet.Heartbeat;
        RegisterWords.Put64(to, RegisterMap.Identity.UtcMs, (ulong)Math.Max(0, cabinet.Utc.UnixMilliseconds));
        to[RegisterMap.Identity.TimeQuality] = TimeQuality;
        RegisterWords.Put32(to, RegisterMap.Identity.UptimeSeconds, (uint)(cabinet.Uptime.Milliseconds / 1000));
        to[RegisterMap.Identity.StageCount] = (ushort)cabinet.Table.Stages.Length;
    }

    private void Status(Span<ushort> to)
    {
        StatusControl(to);
        StatusInputs(to);
        for (var group = 0; group < cabinet.Table.GroupCount; group++)
        {
            var shown = cabinet.Shown.Status(group, cabinet.Now);
            to[RegisterMap.Status.GroupState + group] = (ushort)shown.State;
            to[RegisterMap.Status.TimeInState + group] = Tenths(shown.TimeInState.Tenths);
        }
    }

    private void StatusControl(Span<ushort> to)
    {
        var authority = cabinet.Authority;
        to[RegisterMap.Status.Mode] = (ushort)cabinet.Mode;
        to[RegisterMap.Status.ModeReason] = (ushort)cabinet.Reason;
        RegisterWords.Put32(to, RegisterMap.Status.Epoch, authority.Epoch);
        to[RegisterMap.Status.AcceptedSeq] = authority.AcceptedSeq;
        to[RegisterMap.Status.AppliedSeq] = authority.AppliedSeq;
        to[RegisterMap.Status.LastReject] = (ushort)authority.LastReject;
        to[RegisterMap.Status.LastRejectSeq] = authority.LastRejectSeq;
        to[RegisterMap.Status.LeaseRemainingMs] = (ushort)authority.LeaseRemaining(cabinet.Now).Milliseconds;
        to[RegisterMap.Status.OwnerId] = authority.OwnerId;
        to[RegisterMap.Status.ActivePlan] = (ushort)cabinet.ActivePlan;
        to[RegisterMap.Status.CyclePosition] = Tenths(cabinet.Local.CyclePosition(cabinet.Now).Tenths);
        to[RegisterMap.Status.CycleLength] = Tenths(cabinet.Local.CycleLength.Tenths);
        to[RegisterMap.Status.RejectCount] = authority.RejectCount;
        to[RegisterMap.Status.TakeoverCount] = authority.TakeoverCount;
        to[RegisterMap.Status.Heartbeat] = cabinet.Heartbeat;
        RegisterWords.Put32(to, RegisterMap.Status.SafetyConfigHash, cabinet.Table.ConfigHash);
        to[RegisterMap.Status.TimeQuality] = TimeQuality;
        to[RegisterMap.Status.ActiveStage] = (ushort)(authority.Stage?.Number ?? cabinet.Local.Current.Stage);
        RegisterWords.Put32(to, RegisterMap.Status.UptimeMs, cabinet.UptimeMs);
    }

    private void StatusInputs(Span<ushort> to)
    {
        to[RegisterMap.Status.Inputs] = (ushort)cabinet.Panel.Inputs;
        to[RegisterMap.Status.PreemptInputs] = cabinet.Panel.Preempts;
        to[RegisterMap.Status.MonitorFaults] = (ushort)Faults;
        to[RegisterMap.Status.MonitorSequence] = cabinet.Monitor.TripSequence;
        RegisterWords.Put32(to, RegisterMap.Status.MonitorChannels, cabinet.Monitor.TrippedChannels);
        to[RegisterMap.Status.EventsLost] = cabinet.Events.Lost;
        to[RegisterMap.Status.EventSequence] = (ushort)cabinet.Events.Newest;
        RegisterWords.Put64(to, RegisterMap.Status.Presence, cabinet.Detectors.Presence);
        RegisterWords.Put64(to, RegisterMap.Status.DetectorFaults, cabinet.Detectors.Faults);
        RegisterWords.Put64(to, RegisterMap.Status.PedestrianCalls, cabinet.Detectors.LatchedCalls);
        RegisterWords.Put32(to, RegisterMap.Status.GroupCalls, (uint)cabinet.Detectors.CalledGroups().Bits);
        RegisterWords.Put32(to, RegisterMap.Status.LampFaults, cabinet.Lamps.FaultyGroups);
    }

    private void GroupEnds(Span<ushort> to)
    {
        to.Fill(RegisterMap.GroupEnds.Unknown);
        foreach (var group in cabinet.Sequencer.Go)
        {
            to[RegisterMap.GroupEnds.Earliest + group] = Tenths((cabinet.Sequencer.EarliestEnd(group, cabinet.Now) - cabinet.Now).Tenths);
        }
    }

    private void Counts(Span<ushort> to)
    {
        for (var channel = 1; channel <= RegisterMap.Channels; channel++)
        {
            to[channel - 1] = cabinet.Detectors.CountOf(channel);
        }
    }

    private void Occupancy(Span<ushort> to)
    {
        for (var channel = 1; channel <= RegisterMap.Channels; channel++)
        {
            RegisterWords.Put32(to, 2 * (channel - 1), cabinet.Detectors.OccupiedMsOf(channel));
        }
    }

    private void Lamps(Span<ushort> to)
    {
        for (var group = 0; group < cabinet.Table.GroupCount; group++)
        {
            for (var lamp = Lamp.Red; lamp <= Lamp.Green; lamp++)
            {
                to[3 * group + (int)lamp] = cabinet.Lamps.Milliamperes(group, lamp);
            }
        }

        to[RegisterMap.Lamps.Voltage] = 2300;
        to[RegisterMap.Lamps.Frequency] = 500;
        to[RegisterMap.Lamps.Temperature] = 250;
    }

    private SlaveExceptionCode ReadEvents(int start, Span<ushort> into)
    {
        if (start + into.Length > RegisterMap.Events.Start + RegisterMap.Events.Length)
        {
            return SlaveExceptionCode.IllegalDataAddress;
        }

        for (var i = 0; i < into.Length; i++)
        {
            into[i] = cabinet.Events.Read(start + i - RegisterMap.Events.Start);
        }

        return SlaveExceptionCode.None;
    }

    private void SafetyTiming(Span<ushort> to)
    {
        for (var group = 0; group < cabinet.Table.GroupCount; group++)
        {
            var timing = cabinet.Table.Group(group).Timing;
            to[4 * group] = Tenths(timing.MinGo.Tenths);
            to[4 * group + 1] = Tenths(timing.Clearance.Tenths);
            to[4 * group + 2] = Tenths(timing.RedClearance.Tenths);
            to[4 * group + 3] = Tenths(timing.RedAmber.Tenths);
        }
    }

    private void Intergreens(Span<ushort> to)
    {
        to.Fill(RegisterMap.Intergreens.Compatible);
        for (var leaving = 0; leaving < cabinet.Table.GroupCount; leaving++)
        {
            foreach (var entering in cabinet.Table.ConflictsOf(leaving))
            {
                to[leaving * RegisterMap.Groups + entering] = Tenths(cabinet.Table.Intergreen(leaving, entering).Tenths);
            }
        }
    }

    /// <summary>0 unknown, 1 free-running, 2 synchronised.</summary>
    private ushort TimeQuality => cabinet.Options.ClockIsGood ? (ushort)2 : (ushort)1;

    private MonitorFaults Faults
    {
        get
        {
            var faults = cabinet.Panel.Is(CabinetInputs.FlashSwitch) ? MonitorFaults.LocalFlash : MonitorFaults.None;
            faults |= Tripped(FindingKind.Conflict, MonitorFaults.Conflict) | Tripped(FindingKind.RedFail, MonitorFaults.RedFail);
            faults |= Tripped(FindingKind.DualIndication, MonitorFaults.DualIndication);
            return faults | Tripped(FindingKind.ShortYellow, MonitorFaults.ShortClearance) | Tripped(FindingKind.ShortIntergreen, MonitorFaults.ShortClearance);
        }
    }

    private MonitorFaults Tripped(FindingKind kind, MonitorFaults fault) =>
        (cabinet.Monitor.TrippedKinds >> (int)kind & 1) != 0 ? fault : MonitorFaults.None;

    private static ushort Tenths(long tenths) => (ushort)Math.Clamp(tenths, 0, ushort.MaxValue - 1);
}
