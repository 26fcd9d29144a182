using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Core.Tick.Recording;

/// <summary>Cabinet status in a record: one presence byte, then fixed fields and (state, ms in state) a group.</summary>
internal static class StatusCodec
{
    public static void Write(ref ByteWriter writer, CabinetStatus? status)
    {
        writer.Flag(status is not null);
        if (status is null)
        {
            return;
        }

        writer.Int64(status.ReceivedAt.UnixMilliseconds);
        writer.Byte((byte)status.Mode);
        writer.UInt32(status.SafetyConfigHash);
        writer.UInt32(status.Epoch);
        writer.Flag(status.IsOurs);
        writer.UInt16(status.AppliedSequence);
        writer.UInt16((ushort)status.LastReject);
        writer.Int64(status.LeaseRemaining.Milliseconds);
        writer.Byte((byte)status.Groups.Length);
        foreach (var group in status.Groups)
        {
            writer.Byte((byte)group.State);
            writer.Int64(group.TimeInState.Milliseconds);
        }

        writer.UInt64(status.Presence);
        writer.UInt64(status.DetectorFaults);
        writer.UInt64(status.PedestrianCalls);
        writer.UInt32((uint)status.Inputs);
        writer.Byte(status.Preempts);
        writer.UInt16((ushort)status.Monitor);
        writer.UInt16(status.Heartbeat);
    }

    public static CabinetStatus? Read(ref ByteReader reader)
    {
        if (!reader.Flag())
        {
            return null;
        }

        var receivedAt = new Instant(reader.Int64());
        var mode = (CabinetMode)reader.Byte();
        var hash = reader.UInt32();
        var epoch = reader.UInt32();
        var isOurs = reader.Flag();
        var applied = reader.UInt16();
        var reject = (RejectCode)reader.UInt16();
        var lease = new Duration(reader.Int64());
        var groups = Groups(ref reader);
        return new CabinetStatus(
            receivedAt, mode, hash, epoch, isOurs, applied, reject, lease, groups,
            reader.UInt64(), reader.UInt64(), reader.UInt64(),
            (CabinetInputs)reader.UInt32(), reader.Byte(), (MonitorFaults)reader.UInt16(), reader.UInt16());
    }

    private static ImmutableArray<GroupStatus> Groups(ref ByteReader reader)
    {
        var groups = ImmutableArray.CreateBuilder<GroupStatus>(reader.Byte());
        for (var i = 0; i < groups.Capacity; i++)
        {
            groups.Add(new GroupStatus((GroupState)reader.Byte(), new Duration(reader.Int64())));
        }

        return groups.MoveToImmutable();
    }
}
