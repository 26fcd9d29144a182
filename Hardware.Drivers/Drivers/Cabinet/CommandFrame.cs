using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;

namespace Signals.Drivers.Cabinet;

/// <summary>The command frame of the native map, decoded. <see cref="Encode"/> and <see cref="TryDecode"/> are exact inverses.</summary>
/// <param name="Epoch">Fencing epoch under which the sender commands.</param>
/// <param name="OwnerId">Shown and logged, never judged.</param>
/// <param name="Seq">+1 per new frame, modulo 2^16, within one epoch.</param>
/// <param name="LeaseMs">500–10,000.</param>
/// <param name="Kind">What is commanded.</param>
/// <param name="ApplyAtMs">Cabinet uptime (low 32 bits) at which to apply it, at most 5 s ahead; 0 = at once.</param>
/// <param name="Request">Masks, used by <see cref="CommandKind.Masks"/> only.</param>
/// <param name="Stage">Used by <see cref="CommandKind.Stage"/>; informative with masks.</param>
/// <param name="Plan">Used by <see cref="CommandKind.Plan"/>: number of one of the cabinet's own plans.</param>
/// <param name="ConfigHashLow">Low 16 bits of the safety configuration that the sender checked against.</param>
public readonly record struct CommandFrame(
    uint Epoch, ushort OwnerId, ushort Seq, ushort LeaseMs, CommandKind Kind, uint ApplyAtMs, GroupRequest Request, ushort Stage, ushort Plan, ushort ConfigHashLow)
{
    public const int MinimumLeaseMs = 500;

    public const int MaximumLeaseMs = 10_000;

    /// <summary>Furthest ahead that a command may be scheduled, ms.</summary>
    public const int MaximumApplyAheadMs = 5_000;

    /// <summary>The frame that carries a governed command.</summary>
    public static CommandFrame From(SafeCommand command, uint epoch, ushort ownerId, ushort seq) => new(
        epoch, ownerId, seq, (ushort)Math.Clamp(command.Lease.Milliseconds, MinimumLeaseMs, MaximumLeaseMs), command.Kind, 0,
        command.Request, (ushort)command.Stage, 0, unchecked((ushort)command.ConfigHash));

    /// <summary>Writes all <see cref="RegisterMap.Command.Length"/> registers, CRC last.</summary>
    public void Encode(Span<ushort> into)
    {
        into[..RegisterMap.Command.Length].Clear();
        into[RegisterMap.Command.MagicVersion] = RegisterMap.Command.Magic;
        RegisterWords.Put32(into, RegisterMap.Command.Epoch, Epoch);
        into[RegisterMap.Command.OwnerId] = OwnerId;
        into[RegisterMap.Command.Seq] = Seq;
        into[RegisterMap.Command.LeaseMs] = LeaseMs;
        into[RegisterMap.Command.Kind] = (ushort)Kind;
        RegisterWords.Put32(into, RegisterMap.Command.ApplyAt, ApplyAtMs);
        RegisterWords.Put32(into, RegisterMap.Command.Hold, Mask(Request.Hold));
        RegisterWords.Put32(into, RegisterMap.Command.ForceOff, Mask(Request.ForceOff));
        RegisterWords.Put32(into, RegisterMap.Command.Omit, Mask(Request.Omit));
        RegisterWords.Put32(into, RegisterMap.Command.Call, Mask(Request.Call));
        into[RegisterMap.Command.Stage] = Stage;
        into[RegisterMap.Command.Plan] = Plan;
        into[RegisterMap.Command.ConfigHash] = ConfigHashLow;
        RegisterWords.Put32(into, RegisterMap.Command.Crc, RegisterWords.Crc(into[..RegisterMap.Command.Crc]));
    }

    /// <summary>Decodes a frame; anything but <see cref="RejectCode.None"/> means that nothing in it may be used but the returned sequence.</summary>
    public static RejectCode TryDecode(ReadOnlySpan<ushort> registers, out CommandFrame frame)
    {
        frame = default;
        if (registers.Length != RegisterMap.Command.Length)
        {
            return RejectCode.PartialFrame;
        }

        frame = new CommandFrame(
            RegisterWords.U32(registers, RegisterMap.Command.Epoch), registers[RegisterMap.Command.OwnerId], registers[RegisterMap.Command.Seq],
            registers[RegisterMap.Command.LeaseMs], (CommandKind)(byte)registers[RegisterMap.Command.Kind],
            RegisterWords.U32(registers, RegisterMap.Command.ApplyAt),
            new GroupRequest(
                Set(registers, RegisterMap.Command.Hold), Set(registers, RegisterMap.Command.ForceOff),
                Set(registers, RegisterMap.Command.Omit), Set(registers, RegisterMap.Command.Call)),
            registers[RegisterMap.Command.Stage], registers[RegisterMap.Command.Plan], registers[RegisterMap.Command.ConfigHash]);
        if (registers[RegisterMap.Command.MagicVersion] != RegisterMap.Command.Magic)
        {
            return RejectCode.BadMagic;
        }

        if (RegisterWords.U32(registers, RegisterMap.Command.Crc) != RegisterWords.Crc(registers[..RegisterMap.Command.Crc]))
        {
            return RejectCode.BadCrc;
        }

        return registers[RegisterMap.Command.Kind] > (ushort)CommandKind.Release ? RejectCode.UnknownCommand : RejectCode.None;
    }

    private static uint Mask(GroupSet set) => set.Bits <= uint.MaxValue
        ? (uint)set.Bits
        : throw new ArgumentException($"the register map carries groups 0 to {RegisterMap.Groups - 1}, the request names {set}");

    private static GroupSet Set(ReadOnlySpan<ushort> registers, int at) => new(RegisterWords.U32(registers, at));
}
