namespace Signals.Core.Safety;

/// <summary>CRC-32 (IEEE 802.3, reflected polynomial 0xEDB88320, as in zlib) of command frames and safety configurations.</summary>
public static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>CRC of <paramref name="data"/>; check value of "123456789" is 0xCBF43926.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => ~Append(uint.MaxValue, data);

    /// <summary>Continues a running register that started at 0xFFFFFFFF; the caller inverts the last one.</summary>
    public static uint Append(uint register, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            register ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                register = (register & 1) != 0 ? register >> 1 ^ Polynomial : register >> 1;
            }
        }

        return register;
    }
}
