using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Signals.Sim.Sumo.TraCI;

/// <summary>
/// One TraCI connection on this machine: sends a message, waits for its answer, never longer than the deadline. Blocking on purpose: a run owns its thread
/// and has nothing else to do while SUMO moves its vehicles. Not thread-safe, but <see cref="Dispose"/> may be called by anyone to end a wait.
/// </summary>
internal sealed class TraciConnection : IDisposable
{
    /// <summary>A message longer than this is not one: SUMO sends about 80 bytes a vehicle.</summary>
    private const int LongestMessage = 256 << 20;

    private readonly Socket _socket;
    private byte[] _buffer = new byte[1 << 16];

    private TraciConnection(Socket socket) => _socket = socket;

    /// <summary>Connects to SUMO's port on this machine.</summary>
    /// <param name="port">What was given to <c>--remote-port</c>.</param>
    /// <param name="deadline">Longest wait for any answer: a step of a large jammed network takes seconds, never a minute.</param>
    /// <exception cref="SocketException">Nobody listens there (yet).</exception>
    public static TraciConnection Open(int port, TimeSpan deadline)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)deadline.TotalMilliseconds,
            SendTimeout = (int)deadline.TotalMilliseconds,
        };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return new TraciConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="TraciException">SUMO has gone away or does not take it.</exception>
    public void Send(ReadOnlySpan<byte> message)
    {
        try
        {
            while (!message.IsEmpty)
            {
                message = message[_socket.Send(message)..];
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw Lost(failure);
        }
    }

    /// <summary>Waits for the next message; its content is valid until the next call.</summary>
    /// <exception cref="TraciException">SUMO has gone away, or no answer came within the deadline.</exception>
    public ReadOnlySpan<byte> Receive()
    {
        Fill(TraciCode.MessageHeader);
        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer) - TraciCode.MessageHeader;
        if (length is < 0 or > LongestMessage)
        {
            throw new TraciException($"SUMO announced a message of {length} bytes: the port is used by something that is not SUMO");
        }

        if (length > _buffer.Length)
        {
            _buffer = new byte[Math.Max(2 * _buffer.Length, length)];
        }

        Fill(length);
        return _buffer.AsSpan(0, length);
    }

    public void Dispose() => _socket.Dispose();

    private void Fill(int count)
    {
        try
        {
            for (var have = 0; have < count;)
            {
                var got = _socket.Receive(_buffer, have, count - have, SocketFlags.None);
                have += got > 0 ? got : throw new TraciException("SUMO closed the connection");
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw Lost(failure);
        }
    }

    private static TraciException Lost(Exception failure) => new($"SUMO does not answer: {failure.Message}", failure);
}
