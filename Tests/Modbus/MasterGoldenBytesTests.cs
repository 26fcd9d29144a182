using System.Globalization;
using Signals.Modbus;
using Signals.Modbus.Client;

namespace Signals.Tests.Modbus;

/// <summary>Every function's bytes as the specification's examples print them (Application Protocol V1.1b3, section 6).</summary>
[Category("Unit")]
public class MasterGoldenBytesTests
{
    private ScriptedSlave _slave = null!;
    private ModbusMaster _master = null!;

    [SetUp]
    public void SetUp()
    {
        _slave = new ScriptedSlave();
        _master = new ModbusMaster(_slave);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _master.DisposeAsync();
        _slave.Dispose();
    }

    [Test]
    public async Task Read_coils_1_asks_and_unpacks_low_bit_first()
    {
        var coils = await Exchange(
            _master.ReadCoilsAsync(0x11, 0x0013, 0x0013),
            "0001 0000 0006 11 01 0013 0013",
            "0001 0000 0006 11 01 03 CD 6B 05");
        Assert.That(Bits(coils), Is.EqualTo("1011001111010110101"));
    }

    [Test]
    public async Task Read_inputs_2_asks_and_unpacks()
    {
        var inputs = await Exchange(
            _master.ReadInputsAsync(1, 0x00C4, 0x0016), "0001 0000 0006 01 02 00C4 0016", "0001 0000 0006 01 02 03 AC DB 35");
        Assert.That(Bits(inputs), Is.EqualTo("0011010111011011101011"));
    }

    [Test]
    public async Task Read_holding_registers_3_asks_and_reads_big_endian()
    {
        var registers = await Exchange(
            _master.ReadHoldingRegistersAsync(1, 0x006B, 3), "0001 0000 0006 01 03 006B 0003", "0001 0000 0009 01 03 06 022B 0000 0064");
        Assert.That(registers, Is.EqualTo(new ushort[] { 0x022B, 0, 0x64 }));
    }

    [Test]
    public async Task Read_input_registers_4_asks_and_reads()
    {
        var registers = await Exchange(
            _master.ReadInputRegistersAsync(0xFF, 8, 1), "0001 0000 0006 FF 04 0008 0001", "0001 0000 0005 FF 04 02 000A");
        Assert.That(registers, Is.EqualTo(new ushort[] { 10 }));
    }

    [TestCase(true, "FF00")]
    [TestCase(false, "0000")]
    public Task Write_single_coil_5_sends_on_or_off(bool value, string wire) => Exchange(
        _master.WriteSingleCoilAsync(1, 0x00AC, value), $"0001 0000 0006 01 05 00AC {wire}", $"0001 0000 0006 01 05 00AC {wire}");

    [Test]
    public Task Write_single_register_6_sends_and_checks_the_echo() => Exchange(
        _master.WriteSingleRegisterAsync(1, 1, 3), "0001 0000 0006 01 06 0001 0003", "0001 0000 0006 01 06 0001 0003");

    [Test]
    public Task Write_multiple_coils_15_packs_low_bit_first() => Exchange(
        _master.WriteMultipleCoilsAsync(1, 0x0013, Array.ConvertAll("1011001110".ToCharArray(), c => c == '1')),
        "0001 0000 0009 01 0F 0013 000A 02 CD 01",
        "0001 0000 0006 01 0F 0013 000A");

    [Test]
    public Task Write_multiple_registers_16_sends_big_endian() => Exchange(
        _master.WriteMultipleRegistersAsync(1, 1, new ushort[] { 0x000A, 0x0102 }),
        "0001 0000 000B 01 10 0001 0002 04 000A 0102",
        "0001 0000 0006 01 10 0001 0002");

    [Test]
    public async Task Read_write_multiple_registers_23_does_both_in_one_request()
    {
        var registers = await Exchange(
            _master.ReadWriteMultipleRegistersAsync(1, 3, 6, 0x000E, new ushort[] { 0xFF, 0xFF, 0xFF }),
            "0001 0000 0011 01 17 0003 0006 000E 0003 06 00FF 00FF 00FF",
            "0001 0000 000F 01 17 0C 00FE 0ACD 0001 0003 000D 00FF");
        Assert.That(registers, Is.EqualTo(new ushort[] { 0x00FE, 0x0ACD, 1, 3, 0x0D, 0xFF }));
    }

    [Test]
    public async Task Read_device_identification_43_14_follows_more_follows()
    {
        var reading = _master.ReadDeviceIdentificationAsync(1).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ExpectAsync("0001 0000 0005 01 2B 0E 01 00");
        await peer.SendAsync("0001 0000 000F 01 2B 0E 01 01 FF 02 02 00 01 41 01 02 42 43");
        await peer.ExpectAsync("0002 0000 0005 01 2B 0E 01 02");
        await peer.SendAsync("0002 0000 000D 01 2B 0E 01 01 00 00 01 02 03 312E30");
        var identification = await reading;
        Assert.That(
            (identification.VendorName, identification.ProductCode, identification.MajorMinorRevision),
            Is.EqualTo(("A", "BC", "1.0")));
    }

    [Test]
    public async Task Identification_that_does_not_advance_is_refused()
    {
        var reading = _master.ReadDeviceIdentificationAsync(1).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ExpectAsync("0001 0000 0005 01 2B 0E 01 00");
        await peer.SendAsync("0001 0000 000B 01 2B 0E 01 01 FF 00 01 00 01 41");
        await Assert.ThatAsync(() => reading, Throws.InstanceOf<ModbusProtocolException>());
    }

    [TestCase(1, SlaveExceptionCode.IllegalFunction)]
    [TestCase(2, SlaveExceptionCode.IllegalDataAddress)]
    [TestCase(6, SlaveExceptionCode.SlaveDeviceBusy)]
    [TestCase(0x0B, SlaveExceptionCode.GatewayTargetDeviceFailedToRespond)]
    [TestCase(0x10, (SlaveExceptionCode)0x10)]
    public async Task Exception_response_is_thrown_with_its_code_and_keeps_the_connection(byte wire, SlaveExceptionCode code)
    {
        var failure = (await Assert.ThrowsAsync<SlaveException>(() => Exchange(
            _master.WriteSingleRegisterAsync(7, 1, 3),
            "0001 0000 0006 07 06 0001 0003",
            string.Create(CultureInfo.InvariantCulture, $"0001 0000 0003 07 86 {wire:X2}"))))!;
        Assert.Multiple(() =>
        {
            Assert.That((failure.SlaveExceptionCode, failure.SlaveAddress, failure.FunctionCode), Is.EqualTo((code, (byte)7, (byte)6)));
            Assert.That(_slave.Attempts, Is.EqualTo(1));
        });
    }

    private async Task<T> Exchange<T>(Task<T> call, string request, string response)
    {
        await Answer(request, response);
        return await call;
    }

    private async Task Exchange(ValueTask call, string request, string response)
    {
        var running = call.AsTask();
        await Answer(request, response);
        await running;
    }

    private async Task Answer(string request, string response)
    {
        var peer = await _slave.AcceptAsync();
        await peer.ExpectAsync(request);
        await peer.SendAsync(response);
    }

    private static string Bits(bool[] bits) => string.Concat(bits.Select(bit => bit ? '1' : '0'));
}
