using System.Net;
using Signals.Modbus;
using Signals.Modbus.Server;

namespace Signals.Tests.Modbus.Interop;

/// <summary>Our slave at unit 1 with 3000 points in each table, served until disposed.</summary>
public sealed class ServedSlave : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ModbusSlaveNetwork _network;
    private readonly Task _serving;

    private ServedSlave(ModbusSlaveNetwork network)
    {
        _network = network;
        network.AddSlave(ModbusFactory.CreateSlave(1, Store, new DeviceIdentification("Signals", "S1", "0.1")));
        _serving = network.ListenAsync(_stop.Token);
    }

    public SlaveDataStore Store { get; } = new()
    {
        CoilDiscretes = new PointSource<bool>(3000),
        CoilInputs = new PointSource<bool>(3000),
        HoldingRegisters = new PointSource<ushort>(3000),
        InputRegisters = new PointSource<ushort>(3000),
    };

    public string Port => ((ModbusTcpSlaveNetwork)_network).LocalEndPoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public ModbusSlaveNetworkStatistics Statistics => _network.Statistics;

    public static ServedSlave OnTcp(ModbusFraming framing = ModbusFraming.Tcp) =>
        new(new ModbusTcpSlaveNetwork(new IPEndPoint(IPAddress.Loopback, 0), framing));

    public static ServedSlave OnSerial(string port) => new(ModbusFactory.CreateRtuSlaveNetwork(PtyPair.Settings(port)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.WaitAsync(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }
}
