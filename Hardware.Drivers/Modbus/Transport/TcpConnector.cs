using System.Net.Sockets;

namespace Signals.Modbus.Transport;

/// <summary>Plain TCP, without Nagle's delay.</summary>
/// <param name="host">Name or address.</param>
/// <param name="port">1..65535, default 502.</param>
public sealed class TcpConnector(string host, int port = ModbusLimits.DefaultTcpPort) : IModbusConnector
{
    public string Endpoint { get; } = $"{host}:{port}";

    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
