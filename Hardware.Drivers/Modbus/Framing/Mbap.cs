using System.Buffers.Binary;

namespace Signals.Modbus.Framing;

/// <summary>The Modbus/TCP frame: 7 bytes of MBAP header, then the PDU (Messaging on TCP/IP V1.0b, 3.1.3).</summary>
internal static class Mbap
{
    /// <summary>Transaction id (2), protocol id (2), length (2), unit id (1).</summary>
    public const int HeaderLength = 7;

    /// <summary>The length field counts everything after itself: unit id and PDU, so 2..254.</summary>
    private const int MinLengthField = 2;
    private const int MaxLengthField = ModbusLimits.MaxPduLength + 1;
    private const int LengthFieldEnd = 6;
    private const int ProtocolIdEnd = 4;

    public static int Write(ushort transactionId, byte unitId, ReadOnlySpan<byte> pdu, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, transactionId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], (ushort)(pdu.Length + 1));
        destination[6] = unitId;
        pdu.CopyTo(destination[HeaderLength..]);
        return HeaderLength + pdu.Length;
    }

    /// <summary>Judges the header as soon as its fields are there, so that garbage is refused without waiting for its "length".</summary>
    public static FrameStatus TryRead(ReadOnlySpan<byte> received, out Frame frame, out string? problem)
    {
        frame = default;
        problem = null;
        if (received.Length < ProtocolIdEnd)
        {
            return FrameStatus.Incomplete;
        }

        var protocolId = BinaryPrimitives.ReadUInt16BigEndian(received[2..]);
        if (protocolId != 0)
        {
            problem = $"protocol id {protocolId} where Modbus/TCP has 0";
            return FrameStatus.Malformed;
        }

        if (received.Length < LengthFieldEnd)
        {
            return FrameStatus.Incomplete;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(received[4..]);
        if (length is < MinLengthField or > MaxLengthField)
        {
            problem = $"length field {length} outside {MinLengthField}..{MaxLengthField}";
            return FrameStatus.Malformed;
        }

        var total = LengthFieldEnd + length;
        if (received.Length < total)
        {
            return FrameStatus.Incomplete;
        }

        frame = new Frame(BinaryPrimitives.ReadUInt16BigEndian(received), received[6], HeaderLength, length - 1, total);
        return FrameStatus.Complete;
    }
}
