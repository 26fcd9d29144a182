using System.Net;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Security;
using Signals.Modbus.Server;
using Signals.Modbus.Transport;

namespace Signals.Tests.Modbus;

/// <summary>Calls and options outside their bounds are refused before anything is sent.</summary>
[Category("Unit")]
public class BoundsTests
{
    private static readonly Dictionary<string, Func<ModbusMaster, int, ushort, ValueTask>> Calls = new()
    {
        ["1"] = (master, count, at) => master.ReadCoilsAsync(1, at, new bool[count]),
        ["2"] = (master, count, at) => master.ReadInputsAsync(1, at, new bool[count]),
        ["3"] = (master, count, at) => master.ReadHoldingRegistersAsync(1, at, new ushort[count]),
        ["4"] = (master, count, at) => master.ReadInputRegistersAsync(1, at, new ushort[count]),
        ["15"] = (master, count, at) => master.WriteMultipleCoilsAsync(1, at, new bool[count]),
        ["16"] = (master, count, at) => master.WriteMultipleRegistersAsync(1, at, new ushort[count]),
        ["23 read"] = (master, count, at) => master.ReadWriteMultipleRegistersAsync(1, at, new ushort[count], 0, new ushort[1]),
        ["23 write"] = (master, count, at) => master.ReadWriteMultipleRegistersAsync(1, 0, new ushort[1], at, new ushort[count]),
    };

    [TestCase("1", 2000)]
    [TestCase("2", 2000)]
    [TestCase("3", 125)]
    [TestCase("4", 125)]
    [TestCase("15", 1968)]
    [TestCase("16", 123)]
    [TestCase("23 read", 125)]
    [TestCase("23 write", 121)]
    public async Task Call_takes_1_to_its_bound_within_the_address_space(string function, int most)
    {
        var requests = new List<int>();
        await using var master = new ModbusMaster([new RecordingSlave(requests)]);
        var call = Calls[function];
        await call(master, 1, 0);
        await call(master, most, 0);
        await call(master, most, (ushort)(65536 - most));
        Assert.That(requests, Has.Count.EqualTo(3).And.All.LessThanOrEqualTo(ModbusLimits.MaxPduLength));

        Assert.That(() => call(master, 0, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain($"1..{most}"));
        Assert.That(() => call(master, most + 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain($"1..{most}"));
        Assert.That(() => call(master, 2, 65535), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain("65535"));
        Assert.That(requests, Has.Count.EqualTo(3));
    }

    [Test]
    public void Options_outside_their_range_are_refused()
    {
        var connector = new TcpConnector("127.0.0.1");
        Assert.Multiple(() =>
        {
            foreach (var options in new ModbusMasterOptions[]
            {
                new() { TransactionTimeout = TimeSpan.Zero },
                new() { ConnectTimeout = TimeSpan.Zero },
                new() { MaxInFlight = 0 },
                new() { MaxInFlight = 65 },
                new() { MaxWaiting = 0 },
                new() { MaxWaiting = 1025 },
                new() { ReconnectDelay = TimeSpan.Zero },
                new() { ReconnectDelay = TimeSpan.FromSeconds(6) },
            })
            {
                Assert.That(() => new ModbusMaster(connector, options: options), Throws.InstanceOf<ArgumentOutOfRangeException>(), options.ToString());
            }

            foreach (var options in new ModbusSlaveNetworkOptions[]
            {
                new() { MaxConnections = 0 },
                new() { IdleTimeout = TimeSpan.Zero },
                new() { FrameTimeout = TimeSpan.Zero },
                new() { WriteTimeout = TimeSpan.Zero },
                new() { HandshakeTimeout = TimeSpan.Zero },
                new() { RtuSilence = TimeSpan.Zero },
            })
            {
                Assert.That(
                    () => ModbusFactory.CreateTcpSlaveNetwork(new IPEndPoint(IPAddress.Loopback, 0), options),
                    Throws.InstanceOf<ArgumentOutOfRangeException>(),
                    options.ToString());
            }
        });
    }

    [Test]
    public void Tls_does_not_carry_rtu()
    {
        using var certificates = new TestCertificates("authority");
        var tls = new TlsServerSettings
        {
            Certificate = certificates.Server(),
            ClientTrust = CertificateTrust.FromAuthorities(certificates.Authority),
        };
        Assert.That(
            () => new ModbusTcpSlaveNetwork(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Rtu, tls), Throws.ArgumentException);
    }

    [TestCase(9600, 4.01)]
    [TestCase(19200, 2.005)]
    [TestCase(38400, 1.75)]
    [TestCase(115200, 1.75)]
    public void Silence_is_3_5_characters_up_to_19200_baud_and_fixed_above(int baud, double milliseconds) => Assert.That(
        new SerialSettings("any") { BaudRate = baud }.SilentInterval.TotalMilliseconds, Is.EqualTo(milliseconds).Within(0.01));

    [Test]
    public void Identification_value_must_fit_one_response() => Assert.Multiple(() =>
    {
        Assert.That(() => new DeviceIdentification(new string('x', 245), "", ""), Throws.ArgumentException);
        Assert.That(() => new DeviceIdentification("\u4fe1\u53f7", "", ""), Throws.ArgumentException);
    });

    [Test]
    public async Task Identification_of_largest_objects_takes_several_responses_and_arrives_whole()
    {
        var objects = Enumerable.Range(0x80, 10).ToDictionary(id => (byte)id, id => new string((char)('a' + id - 0x80), 244));
        objects[0] = "V";
        await using var master = new ModbusMaster([ModbusFactory.CreateSlave(1, identification: new DeviceIdentification(objects), dataStore: null)]);
        var all = await master.ReadDeviceIdentificationAsync(1, DeviceIdCategory.Extended);
        Assert.That(all.Objects, Is.EqualTo(objects.OrderBy(entry => entry.Key)));
        var one = await master.ReadDeviceIdentificationAsync(1, DeviceIdCategory.Individual, 0x85);
        Assert.That(one.Objects, Has.Count.EqualTo(1));
        Assert.That(() => master.ReadDeviceIdentificationAsync(1, (DeviceIdCategory)5).AsTask(), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Notes the size of every request and answers with what it asks for.</summary>
    private sealed class RecordingSlave(List<int> requests) : IModbusSlave
    {
        private readonly ModbusSlave _inner = ModbusFactory.CreateSlave(1);

        public byte UnitId => 1;

        public int ApplyRequest(ReadOnlySpan<byte> requestPdu, Span<byte> responsePdu, in ModbusRequestContext context)
        {
            requests.Add(requestPdu.Length);
            return _inner.ApplyRequest(requestPdu, responsePdu, context);
        }
    }
}
