namespace Signals.Modbus.Framing;

/// <summary>Coils and inputs travel 8 to a byte, first address in the lowest bit, the last byte padded with zeros.</summary>
internal static class BitPacking
{
    public static int ByteCount(int bits) => (bits + 7) / 8;

    public static void Pack(ReadOnlySpan<bool> bits, Span<byte> destination)
    {
        destination[..ByteCount(bits.Length)].Clear();
        for (var i = 0; i < bits.Length; i++)
        {
            if (bits[i])
            {
                destination[i >> 3] |= (byte)(1 << (i & 7));
            }
        }
    }

    public static void Unpack(ReadOnlySpan<byte> source, Span<bool> bits)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = (source[i >> 3] & (1 << (i & 7))) != 0;
        }
    }
}
