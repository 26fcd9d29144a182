using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Drivers.Cabinet;

/// <summary>Turns the status block of the native map into a <see cref="CabinetStatus"/>.</summary>
public sealed class StatusDecoder(int groupCount)
{
    /// <param name="status">The block's <see cref="RegisterMap.Status.Length"/> registers.</param>
    /// <param name="receivedAt">When it was read, on the control time line.</param>
    /// <param name="ourEpoch">Epoch that the reading link claimed; 0 when it has none.</param>
    public CabinetStatus Decode(ReadOnlySpan<ushort> status, Instant receivedAt, uint ourEpoch)
    {
        var epoch = RegisterWords.U32(status, RegisterMap.Status.Epoch);
        return new CabinetStatus(
            receivedAt,
            (CabinetMode)(byte)status[RegisterMap.Status.Mode],
            RegisterWords.U32(status, RegisterMap.Status.SafetyConfigHash),
            epoch,
            IsOurs: epoch == ourEpoch && ourEpoch != 0,
            status[RegisterMap.Status.AppliedSeq],
            (RejectCode)status[RegisterMap.Status.LastReject],
            new Duration(status[RegisterMap.Status.LeaseRemainingMs]),
            Groups(status),
            RegisterWords.U64(status, RegisterMap.Status.Presence),
            RegisterWords.U64(status, RegisterMap.Status.DetectorFaults),
            RegisterWords.U64(status, RegisterMap.Status.PedestrianCalls),
            (CabinetInputs)status[RegisterMap.Status.Inputs],
            (byte)status[RegisterMap.Status.PreemptInputs],
            (MonitorFaults)status[RegisterMap.Status.MonitorFaults],
            status[RegisterMap.Status.Heartbeat]);
    }

    private ImmutableArray<GroupStatus> Groups(ReadOnlySpan<ushort> status)
    {
        var groups = new GroupStatus[groupCount];
        for (var group = 0; group < groupCount; group++)
        {
            groups[group] = new GroupStatus(
                (GroupState)(byte)status[RegisterMap.Status.GroupState + group], new Duration(100L * status[RegisterMap.Status.TimeInState + group]));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(groups);
    }
}
