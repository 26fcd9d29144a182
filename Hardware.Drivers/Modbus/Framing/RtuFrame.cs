using System.Buffers.Binary;

namespace Signals.Modbus.Framing;

/// <summary>The RTU frame: address, PDU, CRC-16 low byte first (serial line V1.02, section 2.5.1).</summary>
internal static class RtuFrame
{
    private const int AddressLength = 1;
    private const int CrcLength = 2;

    public static int Write(byte unitId, ReadOnlySpan<byte> pdu, Span<byte> destination)
    {
        destination[0] = unitId;
        pdu.CopyTo(destination[AddressLength..]);
        var end = AddressLength + pdu.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[end..], Crc16.Compute(destination[..end]));
        return end + CrcLength;
    }

    public static FrameStatus TryReadRequest(ReadOnlySpan<byte> received, out Frame frame, out string? problem)
    {
        var length = received.Length < 2 ? PduLength.NotYetKnown : PduLength.OfRequest(received[AddressLength..]);
        return TryRead(received, length, out frame, out problem);
    }

    public static FrameStatus TryReadResponse(ReadOnlySpan<byte> received, out Frame frame, out string? problem)
    {
        var length = received.Length < 2 ? PduLength.NotYetKnown : PduLength.OfResponse(received[AddressLength..]);
        return TryRead(received, length, out frame, out problem);
    }

    /// <summary>For what a silence has delimited: everything received is taken as one frame, whatever its function.</summary>
    public static FrameStatus TryReadWhole(ReadOnlySpan<byte> received, out Frame frame, out string? problem)
    {
        var length = received.Length - AddressLength - CrcLength;
        return TryRead(received, length is >= 1 and <= ModbusLimits.MaxPduLength ? length : PduLength.Unknowable, out frame, out problem);
    }

    private static FrameStatus TryRead(ReadOnlySpan<byte> received, int pduLength, out Frame frame, out string? problem)
    {
        frame = default;
        problem = null;
        switch (pduLength)
        {
            case PduLength.NotYetKnown:
                return FrameStatus.Incomplete;
            case PduLength.Unknowable:
                problem = "a function or length that no RTU frame can have";
                return FrameStatus.Malformed;
        }

        var end = AddressLength + pduLength;
        if (received.Length < end + CrcLength)
        {
            return FrameStatus.Incomplete;
        }

        var expected = Crc16.Compute(received[..end]);
        var actual = BinaryPrimitives.ReadUInt16LittleEndian(received[end..]);
        if (expected != actual)
        {
            problem = $"CRC 0x{actual:X4} where the bytes give 0x{expected:X4}";
            return FrameStatus.Malformed;
        }

        frame = new Frame(0, received[0], AddressLength, pduLength, end + CrcLength);
        return FrameStatus.Complete;
    }
}
