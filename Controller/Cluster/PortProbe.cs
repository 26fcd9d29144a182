using System.Net.Sockets;
using Signals.Controller.Configuration.Nodes;

namespace Signals.Controller.Cluster;

/// <summary>Asks whether anything listens at a node's address, without being its member.</summary>
internal static class PortProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    public static async Task<bool> AnswersAsync(NodeAddress node)
    {
        using var socket = new TcpClient();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await socket.ConnectAsync(node.Host, node.Port, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
