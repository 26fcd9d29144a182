using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using Signals.Core.Safety;

namespace Signals.Controller.Recording;

/// <summary>Writes the segments of one intersection's flight log and deletes the oldest beyond its share. One thread at a time.</summary>
internal sealed class SegmentWriter(string directory, FlightLogHeader header, byte[] corridorFile, long segmentBytes, int segments) : IDisposable
{
    private readonly byte[] _corridor = Deflate(corridorFile, CompressionLevel.SmallestSize);
    private readonly MemoryStream _raw = new(FlightLogFormat.BlockBytes + 16 * 1024);
    private FileStream? _file;
    private int _segment;
    private bool _hasBlock;

    /// <summary>Raw bytes that are not on disk yet.</summary>
    public bool HasPending => _raw.Length > 0;

    /// <exception cref="IOException">Disk full, or another fault of the file; the frame and the block it was in are lost.</exception>
    public void Append(FlightFrameKind kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[FlightLogFormat.FrameHeaderBytes];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], payload.Length);
        _raw.Write(head);
        _raw.Write(payload);
        if (_raw.Length >= FlightLogFormat.BlockBytes)
        {
            Flush();
        }
    }

    /// <summary>Closes the block and gives it to the operating system.</summary>
    public void Flush()
    {
        if (!HasPending)
        {
            return;
        }

        try
        {
            var file = _file ?? NextSegment();
            WriteBlock(file);
            _hasBlock = true;
            if (file.Length >= segmentBytes)
            {
                Close();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Abandon();
            throw;
        }
        finally
        {
            _raw.SetLength(0);
        }
    }

    public void Dispose()
    {
        Close();
        _raw.Dispose();
    }

    private void WriteBlock(FileStream file)
    {
        var stored = Deflate(_raw.GetBuffer().AsSpan(0, (int)_raw.Length), CompressionLevel.Fastest);
        Span<byte> head = stackalloc byte[FlightLogFormat.BlockHeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, (int)_raw.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], stored.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Crc32.Of(stored));
        file.Write(head);
        file.Write(stored);
        file.Flush();
    }

    private FileStream NextSegment()
    {
        Directory.CreateDirectory(directory);
        RemoveOldest();
        var mine = header with { Segment = _segment++ };
        _hasBlock = false;
        _file = new FileStream(
            Path.Combine(directory, $"{mine.Run:D15}-{mine.Segment:D5}{FlightLogFormat.Extension}"), FileMode.Create, FileAccess.Write, FileShare.Read);
        WriteHeader(_file, mine);
        return _file;
    }

    /// <summary>
    /// After a lost block: what follows goes to a new segment, so that a torn block stays at an end, and one number is left out, which a reader takes for the gap that it
    /// is. A segment without a whole block is removed, or a disk that stays full would let empty segments push out the good ones.
    /// </summary>
    private void Abandon()
    {
        _segment++;
        var empty = _hasBlock ? null : _file?.Name;
        try
        {
            Close();
        }
        finally
        {
            if (empty is not null)
            {
                File.Delete(empty);
            }
        }
    }

    private void WriteHeader(FileStream file, FlightLogHeader mine)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(mine);
        Span<byte> number = stackalloc byte[4];
        file.Write(FlightLogFormat.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(number, FlightLogFormat.Version);
        file.Write(number[..2]);
        BinaryPrimitives.WriteInt32LittleEndian(number, json.Length);
        file.Write(number);
        file.Write(json);
        BinaryPrimitives.WriteInt32LittleEndian(number, _corridor.Length);
        file.Write(number);
        file.Write(_corridor);
    }

    /// <summary>Names sort by run and segment; one place is kept for the segment about to be written.</summary>
    private void RemoveOldest()
    {
        var files = Directory.GetFiles(directory, "*" + FlightLogFormat.Extension).Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files.Take(Math.Max(0, files.Length - (segments - 1))))
        {
            File.Delete(file);
        }
    }

    private void Close()
    {
        try
        {
            _file?.Dispose();
        }
        finally
        {
            _file = null;
        }
    }

    private static byte[] Deflate(ReadOnlySpan<byte> data, CompressionLevel level)
    {
        using var stored = new MemoryStream();
        using (var deflate = new DeflateStream(stored, level, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return stored.ToArray();
    }
}
