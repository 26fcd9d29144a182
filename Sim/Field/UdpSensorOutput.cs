using System.Net;
using System.Net.Sockets;

namespace Signals.Sim.Field;

/// <summary>Emulated sensors on UDP: one message a datagram, sent at once.</summary>
public sealed class UdpSensorOutput : ISensorOutput, IDisposable
{
    private readonly Socket _socket;
    private readonly IPEndPoint _to;

    /// <param name="to">Where the controller listens.</param>
    public UdpSensorOutput(IPEndPoint to)
    {
        _to = to;
        _socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
    }

    public long Sent { get; private set; }

    public long Dropped { get; private set; }

    public void Send(string topic, ReadOnlySpan<byte> message)
    {
        try
        {
            _socket.SendTo(message, SocketFlags.None, _to);
            Sent++;
        }
        catch (SocketException)
        {
            // Nobody listens, or the buffer is full: a datagram that is lost, as on any network.
            Dropped++;
        }
    }

    /// <summary>Nothing is queued: ends when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The way it ends.
        }
    }

    public void Dispose() => _socket.Dispose();
}
