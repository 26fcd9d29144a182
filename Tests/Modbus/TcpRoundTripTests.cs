using System.Net;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Server;

namespace Signals.Tests.Modbus;

[Category("Integration")]
public class TcpRoundTripTests
{
    private readonly SlaveDataStore _store = new();
    private CancellationTokenSource _stop = null!;
    private ModbusTcpSlaveNetwork _network = null!;
    private Task _serving = null!;
    private ModbusMaster _master = null!;

    [SetUp]
    public void SetUp()
    {
        _stop = new CancellationTokenSource();
        _network = ModbusFactory.CreateTcpSlaveNetwork(new IPEndPoint(IPAddress.Loopback, 0));
        _network.AddSlave(ModbusFactory.CreateSlave(1, _store, new DeviceIdentification("Vendor", "Code", "1.2")));
        _serving = _network.ListenAsync(_stop.Token);
        _master = ModbusFactory.CreateTcpMaster("127.0.0.1", _network.LocalEndPoint.Port);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _master.DisposeAsync();
        await _stop.CancelAsync();
        await _serving.WaitAsync(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    [Test]
    public async Task Every_function_round_trips()
    {
        await _master.WriteMultipleRegistersAsync(1, 10, new ushort[] { 1, 2, 3 });
        await _master.WriteSingleRegisterAsync(1, 13, 4);
        Assert.That(await _master.ReadHoldingRegistersAsync(1, 10, 4), Is.EqualTo(new ushort[] { 1, 2, 3, 4 }));
        Assert.That(
            await _master.ReadWriteMultipleRegistersAsync(1, 10, 3, 11, new ushort[] { 9 }), Is.EqualTo(new ushort[] { 1, 9, 3 }));

        await _master.WriteMultipleCoilsAsync(1, 7, new[] { true, false, true });
        await _master.WriteSingleCoilAsync(1, 8, true);
        Assert.That(await _master.ReadCoilsAsync(1, 6, 5), Is.EqualTo(new[] { false, true, true, true, false }));

        _store.CoilInputs.WritePoints(100, [true]);
        _store.InputRegisters.WritePoints(65535, [77]);
        Assert.That(await _master.ReadInputsAsync(1, 100, 2), Is.EqualTo(new[] { true, false }));
        Assert.That(await _master.ReadInputRegistersAsync(1, 65535, 1), Is.EqualTo(new ushort[] { 77 }));
        Assert.That((await _master.ReadDeviceIdentificationAsync(1)).ProductCode, Is.EqualTo("Code"));
    }

    [Test]
    public async Task Unknown_unit_is_exception_0B()
    {
        var failure = await Assert.ThrowsAsync<SlaveException>(() => _master.ReadCoilsAsync(9, 0, 1));
        Assert.That(failure!.SlaveExceptionCode, Is.EqualTo(SlaveExceptionCode.GatewayTargetDeviceFailedToRespond));
    }
}
