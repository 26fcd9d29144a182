using System.Globalization;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Transport;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus.Interop;

/// <summary>pymodbus in both roles, over TCP, RTU over TCP, and a serial line.</summary>
[Category("Interop")]
public class PymodbusTests
{
    private static readonly string Script = Repository.PathOf("Tests", "Modbus", "Interop", "pymodbus_peer.py");

    private static readonly string[] ClientResults =
    [
        "write coil: done",
        "write coils: done",
        "read coils: 100001011011011010",
        "read inputs: 000100000",
        "write register: done",
        "write registers: done",
        "read holding: [48879, 1, 2, 3]",
        "read input: [321, 0]",
        "read/write: [48879, 9, 8, 3]",
        "largest write: done",
        "largest read: 7503",
        "identify: [(0, 'Signals'), (1, 'S1'), (2, '0.1')]",
        "no such address: Exception Response(131, 3, IllegalAddress)",
    ];

    private string _python = string.Empty;

    [OneTimeSetUp]
    public void FindPython() => _python = RequiredTool.PythonModuleOrSkip("pymodbus, serial_asyncio", package: "python3-pymodbus python3-serial python3-serial-asyncio");

    [TestCase(ModbusFraming.Tcp, "tcp")]
    [TestCase(ModbusFraming.Rtu, "rtu-tcp")]
    public async Task Pymodbus_calls_every_function_of_our_slave_over_tcp(ModbusFraming framing, string kind)
    {
        await using var slave = ServedSlave.OnTcp(framing);
        await CallAsync(slave, kind, slave.Port);
    }

    [Test]
    public async Task Pymodbus_calls_every_function_of_our_slave_over_a_serial_line()
    {
        await using var line = await PtyPair.OpenAsync();
        await using var slave = ServedSlave.OnSerial(line.Near);
        await Eventually.IsTrue(() => slave.Statistics.Accepted == 1, "our slave has opened the line");
        await CallAsync(slave, "rtu", line.Far);
    }

    [TestCase(ModbusFraming.Tcp, "tcp")]
    [TestCase(ModbusFraming.Rtu, "rtu-tcp")]
    public async Task Our_master_calls_every_function_of_pymodbus_over_tcp(ModbusFraming framing, string kind)
    {
        await using var server = new ExternalProcess(_python, Script, "server", kind);
        var port = int.Parse(await server.LineAsync("port "), CultureInfo.InvariantCulture);
        await using var master = new ModbusMaster(new TcpConnector("127.0.0.1", port), framing, Patient);
        await ExerciseAsync(master);
    }

    [Test]
    public async Task Our_master_calls_every_function_of_pymodbus_over_a_serial_line()
    {
        await using var line = await PtyPair.OpenAsync();
        await using var server = new ExternalProcess(_python, Script, "server", "rtu", line.Far);
        await server.LineAsync("serving ");
        await using var master = ModbusFactory.CreateRtuMaster(PtyPair.Settings(line.Near), Patient);
        await ExerciseAsync(master);
    }

    private static ModbusMasterOptions Patient { get; } = new() { TransactionTimeout = TimeSpan.FromSeconds(5) };

    private async Task CallAsync(ServedSlave slave, string kind, string where)
    {
        slave.Store.CoilInputs.WritePoints(3, [true]);
        slave.Store.InputRegisters.WritePoints(0, [321]);
        var (exit, output) = await ExternalProcess.RunAsync(_python, Script, "client", kind, where);
        Assert.That(exit, Is.Zero, output);
        Assert.That(output.Split('\n'), Is.EqualTo(ClientResults));
    }

    private static async Task ExerciseAsync(ModbusMaster master)
    {
        Assert.That(await master.ReadCoilsAsync(1, 0, 2000), Is.EqualTo(Enumerable.Range(0, 2000).Select(n => n % 3 == 0)));
        Assert.That(await master.ReadInputsAsync(1, 1, 11), Is.EqualTo(Enumerable.Range(1, 11).Select(n => n % 5 == 0)));
        Assert.That(await master.ReadHoldingRegistersAsync(1, 0, 125), Is.EqualTo(Enumerable.Range(1000, 125).Select(n => (ushort)n)));
        Assert.That(await master.ReadInputRegistersAsync(1, 5, 2), Is.EqualTo(new ushort[] { 2005, 2006 }));

        await master.WriteSingleCoilAsync(1, 1, true);
        await master.WriteMultipleCoilsAsync(1, 2, new[] { true, true, false });
        Assert.That(await master.ReadCoilsAsync(1, 0, 6), Is.EqualTo(new[] { true, true, true, true, false, false }));

        await master.WriteSingleRegisterAsync(1, 0, 1);
        var largest = Enumerable.Range(0, 123).Select(n => (ushort)(n * 500)).ToArray();
        await master.WriteMultipleRegistersAsync(1, 1, largest);
        Assert.That(await master.ReadHoldingRegistersAsync(1, 0, 124), Is.EqualTo(largest.Prepend((ushort)1)));
        Assert.That(
            await master.ReadWriteMultipleRegistersAsync(1, 0, 3, 1, new ushort[] { 77 }), Is.EqualTo(new ushort[] { 1, 77, 500 }));

        var identification = await master.ReadDeviceIdentificationAsync(1);
        Assert.That((identification.VendorName, identification.MajorMinorRevision), Is.EqualTo(("pymodbus", "3.0")));

        var refusal = await Assert.ThrowsAsync<SlaveException>(() => master.ReadHoldingRegistersAsync(1, 50000, 1));
        Assert.That(refusal!.SlaveExceptionCode, Is.EqualTo(SlaveExceptionCode.IllegalDataAddress));
        Assert.That((master.Statistics.Connections, master.Statistics.Mismatches), Is.EqualTo((1L, 0L)));
    }
}
