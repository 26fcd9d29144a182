using System.Net;
using System.Net.Sockets;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Server;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

[Category("Integration")]
public class TcpServerTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Test]
    public async Task Two_masters_see_every_multiple_write_whole()
    {
        const int Rounds = 400;
        using var stop = new CancellationTokenSource();
        var network = ModbusFactory.CreateTcpSlaveNetwork(AnyPort);
        network.AddSlave(ModbusFactory.CreateSlave(1));
        var serving = network.ListenAsync(stop.Token);
        await using var left = ModbusFactory.CreateTcpMaster("127.0.0.1", network.LocalEndPoint.Port);
        await using var right = ModbusFactory.CreateTcpMaster("127.0.0.1", network.LocalEndPoint.Port);

        async Task<int> TornAsync(ModbusMaster master, ushort mark)
        {
            var torn = 0;
            var frame = new ushort[100];
            var read = new ushort[100];
            for (var i = 0; i < Rounds; i++)
            {
                Array.Fill(frame, (ushort)(mark + i));
                await master.ReadWriteMultipleRegistersAsync(1, 0, read, 0, frame);
                torn += read.Distinct().Count() == 1 ? 0 : 1;
                await master.WriteMultipleRegistersAsync(1, 0, frame);
                await master.ReadHoldingRegistersAsync(1, 0, read);
                torn += read.Distinct().Count() == 1 ? 0 : 1;
            }

            return torn;
        }

        var torn = await Task.WhenAll(TornAsync(left, 0), TornAsync(right, 30000));
        Assert.That((torn, network.ConnectionCount, network.Statistics.Requests), Is.EqualTo((new[] { 0, 0 }, 2, 2L * 3 * Rounds)));
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task Connections_beyond_the_bound_are_closed_and_a_freed_place_is_usable()
    {
        using var stop = new CancellationTokenSource();
        var network = ModbusFactory.CreateTcpSlaveNetwork(AnyPort, new ModbusSlaveNetworkOptions { MaxConnections = 2 });
        network.AddSlave(ModbusFactory.CreateSlave(1));
        var serving = network.ListenAsync(stop.Token);
        using var first = await ConnectAsync(network);
        using var second = await ConnectAsync(network);
        await Eventually.IsTrue(() => network.ConnectionCount == 2, "two are served");
        using var third = await ConnectAsync(network);
        Assert.That(await third.ReceiveAsync(new byte[1]), Is.Zero);
        Assert.That(network.Statistics.Refused, Is.EqualTo(1));

        first.Dispose();
        await Eventually.IsTrue(() => network.ConnectionCount == 1, "one has left");
        await using var master = ModbusFactory.CreateTcpMaster("127.0.0.1", network.LocalEndPoint.Port);
        Assert.That(await master.ReadHoldingRegistersAsync(1, 0, 1), Is.EqualTo(new ushort[] { 0 }));
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task Stop_closes_connections_and_frees_the_port()
    {
        using var stop = new CancellationTokenSource();
        var network = ModbusFactory.CreateTcpSlaveNetwork(AnyPort);
        var serving = network.ListenAsync(stop.Token);
        var endPoint = network.LocalEndPoint;
        using var peer = await ConnectAsync(network);
        await Eventually.IsTrue(() => network.ConnectionCount == 1, "it is served");
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.That(await peer.ReceiveAsync(new byte[1]), Is.Zero);
        Assert.That(network.ConnectionCount, Is.Zero);

        using var again = new CancellationTokenSource();
        var successor = ModbusFactory.CreateTcpSlaveNetwork(endPoint);
        var servingAgain = successor.ListenAsync(again.Token);
        using var next = await ConnectAsync(successor);
        await again.CancelAsync();
        await servingAgain.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public void Port_in_use_is_refused_at_once()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(AnyPort);
        holder.Listen();
        var network = ModbusFactory.CreateTcpSlaveNetwork((IPEndPoint)holder.LocalEndPoint!);
        Assert.That(() => { _ = network.ListenAsync(CancellationToken.None); }, Throws.InstanceOf<SocketException>());
    }

    [Test]
    public async Task Master_recovers_when_the_slave_restarts()
    {
        using var stop = new CancellationTokenSource();
        var network = ModbusFactory.CreateTcpSlaveNetwork(AnyPort);
        network.AddSlave(ModbusFactory.CreateSlave(1));
        var serving = network.ListenAsync(stop.Token);
        var endPoint = network.LocalEndPoint;
        await using var master = ModbusFactory.CreateTcpMaster(
            "127.0.0.1", endPoint.Port, new ModbusMasterOptions { ReconnectDelay = TimeSpan.FromMilliseconds(20) });
        await master.WriteSingleRegisterAsync(1, 0, 1);
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
        await Assert.ThatAsync(() => master.ReadHoldingRegistersAsync(1, 0, 1), Throws.InstanceOf<ModbusConnectionException>());

        using var again = new CancellationTokenSource();
        var successor = ModbusFactory.CreateTcpSlaveNetwork(endPoint);
        successor.AddSlave(ModbusFactory.CreateSlave(1));
        var servingAgain = successor.ListenAsync(again.Token);
        await Eventually.IsTrue(
            async () =>
            {
                try
                {
                    return (await master.ReadHoldingRegistersAsync(1, 0, 1)).Length == 1;
                }
                catch (ModbusConnectionException)
                {
                    return false;
                }
            },
            "the master reconnects");
        await again.CancelAsync();
        await servingAgain.WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task<Socket> ConnectAsync(ModbusTcpSlaveNetwork network)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(network.LocalEndPoint);
        return socket;
    }
}
