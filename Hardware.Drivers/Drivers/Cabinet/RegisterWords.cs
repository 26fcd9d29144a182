using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Signals.Core.Safety;

namespace Signals.Drivers.Cabinet;

/// <summary>32- and 64-bit values in registers, high word first, and the CRC over registers as they travel (big-endian bytes).</summary>
public static class RegisterWords
{
    public static uint U32(ReadOnlySpan<ushort> registers, int at) => (uint)registers[at] << 16 | registers[at + 1];

    public static ulong U64(ReadOnlySpan<ushort> registers, int at) => (ulong)U32(registers, at) << 32 | U32(registers, at + 2);

    public static void Put32(Span<ushort> registers, int at, uint value)
    {
        registers[at] = (ushort)(value >> 16);
        registers[at + 1] = unchecked((ushort)value);
    }

    public static void Put64(Span<ushort> registers, int at, ulong value)
    {
        Put32(registers, at, (uint)(value >> 32));
        Put32(registers, at + 2, unchecked((uint)value));
    }

    /// <summary>CRC-32 over the registers' wire bytes.</summary>
    public static uint Crc(ReadOnlySpan<ushort> registers)
    {
        Span<ushort> wire = stackalloc ushort[registers.Length];
        registers.CopyTo(wire);
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(wire, wire);
        }

        return Crc32.Of(MemoryMarshal.AsBytes(wire));
    }
}
