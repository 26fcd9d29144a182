namespace Signals.Modbus.Framing;

/// <summary>What a parser found at the start of the received bytes.</summary>
internal enum FrameStatus
{
    /// <summary>A valid beginning; read more.</summary>
    Incomplete,

    /// <summary>One whole frame.</summary>
    Complete,

    /// <summary>This can never become a valid frame.</summary>
    Malformed,
}

/// <summary>Where one frame's parts lie in the buffer it was parsed from. Offsets and lengths in bytes.</summary>
internal readonly record struct Frame(ushort TransactionId, byte UnitId, int PduOffset, int PduLength, int Length)
{
    public ReadOnlySpan<byte> Pdu(ReadOnlySpan<byte> buffer) => buffer.Slice(PduOffset, PduLength);
}
