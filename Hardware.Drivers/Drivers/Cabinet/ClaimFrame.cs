using Signals.Core.Ports;

namespace Signals.Drivers.Cabinet;

/// <summary>The claim of the fencing epoch: the compare-and-set that Modbus lacks, done in one write.</summary>
/// <param name="Epoch">The epoch wanted: the cabinet's stored epoch + 1.</param>
/// <param name="OwnerId">Shown and logged, never judged.</param>
public readonly record struct ClaimFrame(uint Epoch, ushort OwnerId)
{
    /// <summary>Writes all <see cref="RegisterMap.Claim.Length"/> registers.</summary>
    public void Encode(Span<ushort> into)
    {
        into[RegisterMap.Claim.MagicVersion] = RegisterMap.Claim.Magic;
        RegisterWords.Put32(into, RegisterMap.Claim.Epoch, Epoch);
        into[RegisterMap.Claim.OwnerId] = OwnerId;
        RegisterWords.Put32(into, RegisterMap.Claim.Crc, RegisterWords.Crc(into[..RegisterMap.Claim.Crc]));
    }

    public static RejectCode TryDecode(ReadOnlySpan<ushort> registers, out ClaimFrame claim)
    {
        claim = default;
        if (registers.Length != RegisterMap.Claim.Length)
        {
            return RejectCode.PartialFrame;
        }

        if (registers[RegisterMap.Claim.MagicVersion] != RegisterMap.Claim.Magic)
        {
            return RejectCode.BadMagic;
        }

        claim = new ClaimFrame(RegisterWords.U32(registers, RegisterMap.Claim.Epoch), registers[RegisterMap.Claim.OwnerId]);
        return RegisterWords.U32(registers, RegisterMap.Claim.Crc) == RegisterWords.Crc(registers[..RegisterMap.Claim.Crc])
            ? RejectCode.None
            : RejectCode.BadCrc;
    }
}
