using System.Net;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Server;
using Signals.Modbus.Transport;

namespace Signals.Tests.Modbus;

/// <summary>Our master and our slave over real sockets with a line that cuts, alters, drops and doubles what the master receives.</summary>
[Category("Integration")]
public class FaultyLineTests
{
    /// <summary>Counts what arrives, so that a repeated write would show.</summary>
    private sealed class CountingHandler : ModbusRequestHandler
    {
        public HashSet<ushort> Written { get; } = [];

        public int Repeated { get; private set; }

        public override SlaveExceptionCode WriteHoldingRegisters(
            in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<ushort> values)
        {
            Repeated += Written.Add(values[0]) ? 0 : 1;
            return SlaveExceptionCode.None;
        }

        public override SlaveExceptionCode ReadHoldingRegisters(
            in ModbusRequestContext context, ushort startAddress, Span<ushort> destination)
        {
            destination.Fill(startAddress);
            return SlaveExceptionCode.None;
        }
    }

    [TestCase(ModbusFraming.Tcp, 0.0, 1)]
    [TestCase(ModbusFraming.Rtu, 0.0, 2)]
    [TestCase(ModbusFraming.Tcp, 0.05, 3)]
    [TestCase(ModbusFraming.Rtu, 0.05, 4)]
    public async Task Every_call_ends_as_documented_no_write_is_repeated_and_the_master_keeps_working(
        ModbusFraming framing, double faultsPerRead, int seed)
    {
        const int Calls = 300;
        var handler = new CountingHandler();
        using var stop = new CancellationTokenSource();
        var network = new ModbusTcpSlaveNetwork(new IPEndPoint(IPAddress.Loopback, 0), framing);
        network.AddSlave(ModbusFactory.CreateSlave(1, handler));
        var serving = network.ListenAsync(stop.Token);
        var options = new ModbusMasterOptions
        {
            TransactionTimeout = TimeSpan.FromMilliseconds(100),
            ReconnectDelay = TimeSpan.FromMilliseconds(1),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(2),
        };
        await using var master = new ModbusMaster(
            new FaultyConnector(new TcpConnector("127.0.0.1", network.LocalEndPoint.Port), seed, faultsPerRead), framing, options);

        var (succeeded, failed) = (0, 0);
        var buffer = new ushort[4];
        for (ushort i = 0; i < Calls; i++)
        {
            try
            {
                await master.WriteSingleRegisterAsync(1, 0, i);
                Assert.That(handler.Written, Does.Contain(i), "a write that succeeded arrived");
                await master.ReadHoldingRegistersAsync(1, i, buffer);
                succeeded++;
            }
            catch (ModbusException)
            {
                failed++;
                await Task.Delay(2);
            }
        }

        TestContext.Out.WriteLine($"{succeeded} succeeded, {failed} failed, {master.Statistics}");
        Assert.Multiple(() =>
        {
            Assert.That(handler.Repeated, Is.Zero);
            Assert.That(failed > 0, Is.EqualTo(faultsPerRead > 0));
            Assert.That(succeeded, Is.GreaterThan(Calls / 3));
            Assert.That(master.Statistics.Requests, Is.LessThanOrEqualTo(2 * Calls));
        });
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task Garbage_at_the_server_never_stops_it()
    {
        var random = new Random(5);
        using var stop = new CancellationTokenSource();
        var ends = new List<Exception?>();
        var options = new ModbusSlaveNetworkOptions
        {
            ConnectionEnded = (_, why) =>
            {
                lock (ends)
                {
                    ends.Add(why);
                }
            },
        };
        var network = ModbusFactory.CreateTcpSlaveNetwork(new IPEndPoint(IPAddress.Loopback, 0), options);
        network.AddSlave(ModbusFactory.CreateSlave(1));
        var serving = network.ListenAsync(stop.Token);
        var connector = new TcpConnector("127.0.0.1", network.LocalEndPoint.Port);
        for (var i = 0; i < 200; i++)
        {
            await using var peer = await connector.ConnectAsync(CancellationToken.None);
            var garbage = new byte[random.Next(1, 600)];
            random.NextBytes(garbage);
            if (i % 2 == 0)
            {
                new byte[] { 0, 1, 0, 0, 0, (byte)Math.Min(254, garbage.Length) }.AsSpan(0, Math.Min(6, garbage.Length)).CopyTo(garbage);
            }

            await peer.WriteAsync(garbage);
        }

        await using var master = new ModbusMaster(connector);
        Assert.That(await master.ReadHoldingRegistersAsync(1, 0, 1), Is.EqualTo(new ushort[] { 0 }));
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.That(ends.Where(why => why is not null), Is.All.InstanceOf<IOException>().Or.InstanceOf<InvalidDataException>());
    }
}
