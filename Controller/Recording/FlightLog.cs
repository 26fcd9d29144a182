using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Signals.Core.Safety;
using Signals.Core.Tick.Recording;

namespace Signals.Controller.Recording;

/// <summary>The segments of one run of one intersection, read in order.</summary>
public sealed class FlightLog
{
    private readonly ImmutableArray<string> _segments;

    private FlightLog(FlightLogHeader header, byte[] corridorFile, ImmutableArray<string> segments)
    {
        Header = header;
        CorridorFile = corridorFile;
        _segments = segments;
    }

    /// <summary>Header of the first segment.</summary>
    public FlightLogHeader Header { get; }

    /// <summary>The corridor file that the controller ran, byte for byte; empty when it ran without a file.</summary>
    public byte[] CorridorFile { get; }

    /// <summary>True when the run's first segment is there: the rerun can start from the same blank state.</summary>
    public bool HasBeginning => Header.Segment == 0;

    /// <summary>Opens the run that a segment belongs to, or the latest run in an intersection's folder.</summary>
    /// <exception cref="InvalidDataException">No flight log there.</exception>
    public static FlightLog Open(string path)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var wanted = Directory.Exists(path)
            ? Segments(path).LastOrDefault(file => HeaderOf(file) is not null) ?? Segments(path).LastOrDefault()
            : path;
        if (wanted is null)
        {
            throw new InvalidDataException($"{path}: no {FlightLogFormat.Extension} segments there; give a segment or the folder of one intersection below the data directory");
        }

        if (!File.Exists(wanted))
        {
            throw new FileNotFoundException($"{wanted}: no such file", wanted);
        }

        var run = ReadHeader(wanted).Header;
        var segments = Segments(folder)
            .Where(file => HeaderOf(file) is { } h && h.Run == run.Run && h.IntersectionId == run.IntersectionId).ToImmutableArray();
        var (header, corridorFile) = ReadHeader(segments[0]);
        return new FlightLog(header, corridorFile, segments);
    }

    /// <summary>All frames. A missing segment in the middle reads as a gap of unknown length (−1).</summary>
    /// <exception cref="InvalidDataException">A whole block that does not decode: not ours, or damaged.</exception>
    public IEnumerable<FlightFrame> Read()
    {
        var expected = Header.Segment;
        foreach (var segment in _segments)
        {
            using var file = File.OpenRead(segment);
            var (header, _) = ReadHeader(file, segment);
            if (header.Segment != expected)
            {
                yield return new FlightFrame(FlightFrameKind.Gap, null, -1);
            }

            expected = header.Segment + 1;
            while (NextBlock(file) is { } block)
            {
                foreach (var frame in Frames(block, segment))
                {
                    yield return frame;
                }
            }
        }
    }

    private static IEnumerable<string> Segments(string folder) =>
        Directory.GetFiles(folder, "*" + FlightLogFormat.Extension).Order(StringComparer.Ordinal);

    /// <summary>Null for a segment whose header never reached the disk whole: full, or the power failed. It reads as missing.</summary>
    private static FlightLogHeader? HeaderOf(string path)
    {
        try
        {
            return ReadHeader(path).Header;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static (FlightLogHeader Header, byte[] CorridorFile) ReadHeader(string path)
    {
        using var file = File.OpenRead(path);
        return ReadHeader(file, path);
    }

    private static (FlightLogHeader Header, byte[] CorridorFile) ReadHeader(FileStream file, string path)
    {
        try
        {
            var start = new byte[FlightLogFormat.Magic.Length + 2];
            file.ReadExactly(start);
            var version = BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(FlightLogFormat.Magic.Length));
            if (!start.AsSpan().StartsWith(FlightLogFormat.Magic) || version != FlightLogFormat.Version)
            {
                throw new InvalidDataException($"{path}: not a flight log of version {FlightLogFormat.Version}");
            }

            var header = JsonSerializer.Deserialize<FlightLogHeader>(ReadSized(file)) ?? throw new InvalidDataException($"{path}: empty header");
            return (header, Inflate(ReadSized(file), FlightLogFormat.LargestHeaderBytes));
        }
        catch (Exception failure) when (failure is EndOfStreamException or JsonException)
        {
            throw new InvalidDataException($"{path}: the header is damaged", failure);
        }
    }

    private static byte[] ReadSized(FileStream file)
    {
        Span<byte> size = stackalloc byte[4];
        file.ReadExactly(size);
        var length = BinaryPrimitives.ReadInt32LittleEndian(size);
        if (length is < 0 or > FlightLogFormat.LargestHeaderBytes)
        {
            throw new InvalidDataException($"{file.Name}: the header claims {length} bytes");
        }

        var data = new byte[length];
        file.ReadExactly(data);
        return data;
    }

    /// <summary>Null at the end, and at a block that was being written when the process died.</summary>
    private static byte[]? NextBlock(FileStream file)
    {
        Span<byte> head = stackalloc byte[FlightLogFormat.BlockHeaderBytes];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
        {
            return null;
        }

        var raw = BinaryPrimitives.ReadInt32LittleEndian(head);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        if (raw is < 0 or > FlightLogFormat.LargestBlockBytes || length is < 0 or > FlightLogFormat.LargestBlockBytes)
        {
            return null;
        }

        var stored = new byte[length];
        var whole = file.ReadAtLeast(stored, length, throwOnEndOfStream: false) == length;
        return whole && Crc32.Of(stored) == BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) ? Inflate(stored, raw) : null;
    }

    private static byte[] Inflate(byte[] stored, int limit)
    {
        using var raw = new MemoryStream();
        using var inflate = new DeflateStream(new MemoryStream(stored), CompressionMode.Decompress);
        var chunk = new byte[16 * 1024];
        for (int read; (read = inflate.Read(chunk)) > 0;)
        {
            raw.Write(chunk, 0, read);
            if (raw.Length > limit)
            {
                throw new InvalidDataException("a block of the flight log is larger than it says");
            }
        }

        return raw.ToArray();
    }

    private static IEnumerable<FlightFrame> Frames(byte[] block, string segment)
    {
        for (var at = 0; at < block.Length;)
        {
            var length = at + FlightLogFormat.FrameHeaderBytes <= block.Length ? BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(at + 1)) : -1;
            if (length < 0 || length > block.Length - at - FlightLogFormat.FrameHeaderBytes)
            {
                throw new InvalidDataException($"{segment}: a frame reaches beyond its block");
            }

            var payload = block.AsSpan(at + FlightLogFormat.FrameHeaderBytes, length);
            yield return (FlightFrameKind)block[at] switch
            {
                FlightFrameKind.Begin => new FlightFrame(FlightFrameKind.Begin, null, 0),
                FlightFrameKind.Tick => new FlightFrame(FlightFrameKind.Tick, TickCodec.Decode(payload), 0),
                FlightFrameKind.Gap => new FlightFrame(FlightFrameKind.Gap, null, BinaryPrimitives.ReadInt64LittleEndian(payload)),
                var kind => throw new InvalidDataException($"{segment}: unknown frame kind {kind}"),
            };
            at += FlightLogFormat.FrameHeaderBytes + length;
        }
    }
}
