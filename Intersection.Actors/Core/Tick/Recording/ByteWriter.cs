using System.Buffers.Binary;

namespace Signals.Core.Tick.Recording;

/// <summary>Writes little-endian numbers into a span; the recorder's only encoding. Overrun throws <see cref="ArgumentException"/>.</summary>
internal ref struct ByteWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Written { get; private set; }

    public void Byte(byte value) => Take(1)[0] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    public void Single(float value) => BinaryPrimitives.WriteSingleLittleEndian(Take(4), value);

    /// <summary>UTF-8 with a 16-bit length.</summary>
    public void Text(string value)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(value);
        UInt16((ushort)length);
        System.Text.Encoding.UTF8.GetBytes(value, Take(length));
    }

    private Span<byte> Take(int count)
    {
        var span = _target.Slice(Written, count);
        Written += count;
        return span;
    }
}
