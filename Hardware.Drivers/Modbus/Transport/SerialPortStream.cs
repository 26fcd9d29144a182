using System.IO.Ports;

namespace Signals.Modbus.Transport;

/// <summary>A serial port's stream that closes the port with it. Async only: the port's synchronous calls have no cancellation.</summary>
/// <remarks>
/// When a device vanishes, System.IO.Ports on Unix fails the pending read and from then on neither completes nor fails a write; closing
/// the port then waits for that write for ever (seen with a pseudo-terminal, package 10.0). So nothing is written after a read has
/// failed, and closing has a deadline.
/// </remarks>
internal sealed class SerialPortStream(SerialPort port) : Stream
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(1);

    private readonly Stream _inner = port.BaseStream;
    private volatile bool _isGone;
    private int _isClosed;

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
        try
        {
            return await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _isGone = true;
            throw new IOException($"serial port {port.PortName} is gone or closed: {failure.Message}", failure);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _isGone
        ? ValueTask.FromException(new IOException($"serial port {port.PortName} is gone or closed"))
        : _inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("use ReadAsync");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("use WriteAsync");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            var closing = new Thread(ClosePort) { IsBackground = true, Name = $"close {port.PortName}" };
            closing.Start();
            closing.Join(ClosePatience);
        }

        base.Dispose(disposing);
    }

    private void ClosePort()
    {
        try
        {
            port.Dispose();
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            // The device went before its port was closed; there is nothing left to close.
        }
    }
}
