using System.Buffers.Binary;

namespace Signals.Core.Tick.Recording;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. A record that ends early throws <see cref="ArgumentOutOfRangeException"/>.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() != 0;

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public string Text() => System.Text.Encoding.UTF8.GetString(Take(UInt16()));

    private ReadOnlySpan<byte> Take(int count)
    {
        var span = _source.Slice(Position, count);
        Position += count;
        return span;
    }
}
