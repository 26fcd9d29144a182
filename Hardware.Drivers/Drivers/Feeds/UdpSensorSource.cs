using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Signals.Drivers.Feeds;

/// <summary>
/// Receives sensor messages over UDP: one message a line, many sensors on one port. A datagram longer than <see cref="SensorMessage.MaximumBytes"/> is malformed. The port
/// is bound when the source is made, so that a service with a wrong address does not start. UDP knows no sender: bind it to loopback or an isolated sensor segment only.
/// </summary>
public sealed class UdpSensorSource : IDisposable
{
    /// <summary>Room for about 700 full datagrams while the process is held up.</summary>
    private const int ReceiveBufferBytes = 1 << 20;
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly SensorRouter _router;
    private readonly ILogger _logger;

    /// <param name="bind">Address and port; port 0 takes a free one.</param>
    /// <param name="router">Where messages go.</param>
    /// <param name="logger">For faults of the socket.</param>
    /// <exception cref="IOException">The address cannot be bound.</exception>
    public UdpSensorSource(IPEndPoint bind, SensorRouter router, ILogger<UdpSensorSource> logger)
    {
        _router = router;
        _logger = logger;
        _socket = new Socket(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBufferBytes };
        try
        {
            _socket.Bind(bind);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new IOException($"sensor messages cannot be received on UDP {bind}: {e.Message}; choose a free port of this host", e);
        }
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Receives until cancelled. Nothing that arrives ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // One byte more than allowed tells a datagram that is too long from one that just fits.
        var buffer = GC.AllocateUninitializedArray<byte>(SensorMessage.MaximumBytes + 1, pinned: true);
        var from = new SocketAddress(_socket.AddressFamily);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, from, cancellationToken).ConfigureAwait(false);
                Route(buffer.AsSpan(0, length));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.MessageSize)
            {
                Route(buffer); // platforms that report the cut instead of returning it
            }
            catch (SocketException e)
            {
                // A fault that stands must cost neither a core nor a full log.
                _logger.LogWarning("UDP {EndPoint}: {Error}; still receiving", LocalEndPoint, e.Message);
                await Task.Delay(AfterFault, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Route(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > SensorMessage.MaximumBytes)
        {
            _router.Receive(datagram); // counted and logged as too long; its lines may be cut
            return;
        }

        foreach (var line in datagram.Split((byte)'\n'))
        {
            var message = datagram[line];
            if (!message.IsEmpty)
            {
                _router.Receive(message);
            }
        }
    }
}
