using System.Buffers.Binary;

namespace Signals.Modbus.Framing;

/// <summary>Registers travel as 16 bits, high byte first.</summary>
internal static class RegisterPacking
{
    public static void Pack(ReadOnlySpan<ushort> registers, Span<byte> destination)
    {
        for (var i = 0; i < registers.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[(2 * i)..], registers[i]);
        }
    }

    public static void Unpack(ReadOnlySpan<byte> source, Span<ushort> registers)
    {
        for (var i = 0; i < registers.Length; i++)
        {
            registers[i] = BinaryPrimitives.ReadUInt16BigEndian(source[(2 * i)..]);
        }
    }
}
