using System.IO.Pipelines;

namespace Signals.Tests.Modbus;

/// <summary>Two streams in memory, each reading what the other writes; closing one ends the other's reading.</summary>
public sealed class DuplexStream : Stream
{
    private readonly Stream _reading;
    private readonly Stream _writing;
    private long _written;
    private long _read;
    private DuplexStream? _other;

    private DuplexStream(PipeReader reader, PipeWriter writer)
    {
        _reading = reader.AsStream();
        _writing = writer.AsStream();
    }

    /// <summary>True while the other side has not read all that was written here.</summary>
    public bool HasUnreadOutput => Interlocked.Read(ref _written) > _other!.BytesRead;

    private long BytesRead => Interlocked.Read(ref _read);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="capacity">Bytes the other side may leave unread before a write waits.</param>
    public static (DuplexStream Near, DuplexStream Far) CreatePair(int capacity = 65536)
    {
        var options = new PipeOptions(pauseWriterThreshold: capacity, resumeWriterThreshold: capacity / 2, useSynchronizationContext: false);
        var there = new Pipe(options);
        var back = new Pipe(options);
        var near = new DuplexStream(back.Reader, there.Writer);
        var far = new DuplexStream(there.Reader, back.Writer) { _other = near };
        near._other = far;
        return (near, far);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await _reading.ReadAsync(buffer, cancellationToken);
        Interlocked.Add(ref _read, count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _written, buffer.Length);
        return _writing.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("async only");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("async only");

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _writing.Dispose();
            _reading.Dispose();
        }

        base.Dispose(disposing);
    }
}
