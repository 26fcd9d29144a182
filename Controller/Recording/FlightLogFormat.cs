namespace Signals.Controller.Recording;

/// <summary>
/// Layout of a flight log segment, version <see cref="Version"/>; numbers little-endian. Header: magic (8 bytes), version u16, JSON length u32, JSON of
/// <see cref="FlightLogHeader"/>, corridor length u32, corridor file (raw DEFLATE). Then blocks: raw length u32, stored length u32, CRC-32 u32 of the stored bytes, stored
/// bytes (raw DEFLATE). A raw block is frames: kind u8, length u32, payload. A block that ends early or fails its CRC ends the segment: the
/// process died while it was written.
/// </summary>
internal static class FlightLogFormat
{
    public const ushort Version = 1;

    /// <summary>Extension of a segment.</summary>
    public const string Extension = ".flight";

    public const int FrameHeaderBytes = 1 + 4;

    public const int BlockHeaderBytes = 4 + 4 + 4;

    /// <summary>Raw bytes after which a block is closed.</summary>
    public const int BlockBytes = 128 * 1024;

    /// <summary>Largest raw block that a reader accepts: one block and the largest record.</summary>
    public const int LargestBlockBytes = BlockBytes + 1024 * 1024;

    /// <summary>Largest header or corridor file that a reader accepts.</summary>
    public const int LargestHeaderBytes = 4 * 1024 * 1024;

    public static ReadOnlySpan<byte> Magic => "SGNLFLT\n"u8;
}
