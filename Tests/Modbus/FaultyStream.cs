namespace Signals.Tests.Modbus;

/// <summary>
/// Passes bytes on as a bad line does, as a seed decides: in pieces, with bytes altered, dropped or doubled, or cut off.
/// </summary>
public sealed class FaultyStream(Stream inner, int seed, double faultsPerRead) : Stream
{
    private readonly Random _random = new(seed);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var piece = buffer[..Math.Min(buffer.Length, _random.Next(1, 24))];
        var count = await inner.ReadAsync(piece, cancellationToken);
        if (count == 0 || _random.NextDouble() >= faultsPerRead)
        {
            return count;
        }

        var bytes = piece.Span[..count];
        switch (_random.Next(4))
        {
            case 0:
                bytes[_random.Next(count)] ^= (byte)_random.Next(1, 256);
                return count;
            case 1 when count > 1:
                bytes[1..].CopyTo(bytes);
                return count - 1;
            case 2 when count < piece.Length:
                piece.Span[count] = bytes[count - 1];
                return count + 1;
            default:
                return 0;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("async only");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("async only");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
