using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Signals.Sim.Training.Onnx;

/// <summary>
/// One Protobuf message being written (protobuf.dev/programming-guides/encoding): fields in the order of the calls. ONNX files need nothing more of Protobuf than
/// this, and writing needs no generated code.
/// </summary>
internal sealed class ProtoMessage
{
    private const int WireVarint = 0;
    private const int WireLength = 2;
    private const int WireFixed32 = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ProtoMessage()
    {
    }

    /// <summary>Begins with the fields of another message.</summary>
    public ProtoMessage(ProtoMessage beginning) => _bytes.Write(beginning._bytes.WrittenSpan);

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public ProtoMessage Add(int field, long value)
    {
        Tag(field, WireVarint);
        Varint((ulong)value);
        return this;
    }

    public ProtoMessage Add(int field, float value)
    {
        Tag(field, WireFixed32);
        Fixed32(value);
        return this;
    }

    public ProtoMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text).AsSpan());

    public ProtoMessage Add(int field, ProtoMessage message) => Add(field, message._bytes.WrittenSpan);

    public ProtoMessage Add(int field, IEnumerable<ProtoMessage> messages)
    {
        foreach (var message in messages)
        {
            Add(field, message);
        }

        return this;
    }

    public ProtoMessage Add(int field, IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            Add(field, text);
        }

        return this;
    }

    /// <summary>Packed, as proto3 does.</summary>
    public ProtoMessage Add(int field, IReadOnlyCollection<float> values)
    {
        Tag(field, WireLength);
        Varint((ulong)values.Count * sizeof(float));
        foreach (var value in values)
        {
            Fixed32(value);
        }

        return this;
    }

    /// <summary>Packed, as proto3 does.</summary>
    public ProtoMessage Add(int field, IReadOnlyCollection<long> values)
    {
        var packed = new ProtoMessage();
        foreach (var value in values)
        {
            packed.Varint((ulong)value);
        }

        return Add(field, packed);
    }

    private ProtoMessage Add(int field, ReadOnlySpan<byte> bytes)
    {
        Tag(field, WireLength);
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    private void Tag(int field, int wire) => Varint((ulong)(field << 3 | wire));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    private void Fixed32(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
    }
}
