using System.Net;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Server;
using Signals.Modbus.Transport;

namespace Signals.Tests.Modbus;

/// <summary>
/// Many callers share one master whose calls are cancelled, time out and lose their connection at any moment. Transactions are
/// pooled, so the question is whether any caller ever sees another's answer, an answer after its call has ended, or no end at all.
/// </summary>
[Category("Integration")]
public class MasterStressTests
{
    private const int Callers = 12;
    private const int CallsEach = 250;

    [TestCase(ModbusFraming.Tcp, 11)]
    [TestCase(ModbusFraming.Rtu, 12)]
    public async Task Every_call_ends_with_its_own_answer_or_a_documented_exception(ModbusFraming framing, int seed)
    {
        using var stop = new CancellationTokenSource();
        var network = new ModbusTcpSlaveNetwork(new IPEndPoint(IPAddress.Loopback, 0), framing);
        network.AddSlave(ModbusFactory.CreateSlave(1, new EchoingHandler()));
        var serving = network.ListenAsync(stop.Token);
        var connector = new CuttingConnector(new TcpConnector("127.0.0.1", network.LocalEndPoint.Port), seed);
        var options = new ModbusMasterOptions
        {
            TransactionTimeout = TimeSpan.FromMilliseconds(30),
            ReconnectDelay = TimeSpan.FromMilliseconds(1),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(2),
        };
        await using var master = new ModbusMaster(connector, framing, options);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(master, (ushort)(caller * 5000), seed + caller)))
            .WaitAsync(TimeSpan.FromSeconds(60));
        var total = outcomes.Aggregate((a, b) => (a.Right + b.Right, a.Wrong + b.Wrong, a.Cancelled + b.Cancelled, a.Failed + b.Failed));
        TestContext.Out.WriteLine($"{total} (right, wrong, cancelled, failed); {master.Statistics}");
        Assert.Multiple(() =>
        {
            Assert.That(total.Wrong, Is.Zero);
            Assert.That(total.Right, Is.GreaterThan(0));
            Assert.That(total.Cancelled, Is.GreaterThan(0));
            Assert.That(total.Failed, Is.GreaterThan(0));
            Assert.That(total.Right + total.Cancelled + total.Failed, Is.EqualTo(Callers * CallsEach));
        });
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task<(int Right, int Wrong, int Cancelled, int Failed)> CallAsync(ModbusMaster master, ushort mark, int seed)
    {
        var random = new Random(seed);
        var (right, wrong, cancelled, failed) = (0, 0, 0, 0);
        for (var i = 0; i < CallsEach; i++)
        {
            var address = (ushort)(mark + i);
            var buffer = new ushort[random.Next(1, 100)];
            using var cancel = new CancellationTokenSource();
            if (random.Next(4) == 0)
            {
                cancel.CancelAfter(TimeSpan.FromMilliseconds(random.Next(0, 3)));
            }

            try
            {
                await master.ReadHoldingRegistersAsync(1, address, buffer, cancel.Token);
                right++;
                wrong += buffer.All(value => value == address) ? 0 : 1;
            }
            catch (OperationCanceledException)
            {
                cancelled++;
                wrong += buffer.All(value => value == 0) ? 0 : 1;
            }
            catch (ModbusException)
            {
                failed++;
                wrong += buffer.All(value => value == 0) ? 0 : 1;
                await Task.Yield();
            }
        }

        return (right, wrong, cancelled, failed);
    }

    /// <summary>Answers every register with its request's start address.</summary>
    private sealed class EchoingHandler : ModbusRequestHandler
    {
        public override SlaveExceptionCode ReadHoldingRegisters(
            in ModbusRequestContext context, ushort startAddress, Span<ushort> destination)
        {
            destination.Fill(startAddress);
            return SlaveExceptionCode.None;
        }
    }

    /// <summary>Connections that end after a random number of reads, often in the middle of a frame.</summary>
    private sealed class CuttingConnector(IModbusConnector inner, int seed) : IModbusConnector
    {
        private readonly Random _random = new(seed);

        public string Endpoint => inner.Endpoint;

        public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken) =>
            new CutStream(await inner.ConnectAsync(cancellationToken), _random.Next(20, 200));
    }

    private sealed class CutStream(Stream inner, int reads) : PassingStream(inner)
    {
        private int _left = reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _left-- > 0 ? Inner.ReadAsync(buffer[..Math.Min(buffer.Length, 64)], cancellationToken) : ValueTask.FromResult(0);
    }
}
