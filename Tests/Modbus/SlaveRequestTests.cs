using Signals.Modbus;
using Signals.Modbus.Server;

namespace Signals.Tests.Modbus;

/// <summary>Request PDU in, response PDU out, without a stream.</summary>
[Category("Unit")]
public class SlaveRequestTests
{
    private readonly SlaveDataStore _store = new()
    {
        HoldingRegisters = new PointSource<ushort>(200),
        CoilDiscretes = new PointSource<bool>(3000),
    };

    private ModbusSlave _slave = null!;

    [SetUp]
    public void SetUp()
    {
        _slave = new ModbusSlave(1, new DataStoreRequestHandler(_store), new DeviceIdentification("V", "P", "1"));
        _store.HoldingRegisters.WritePoints(0, new ushort[200]);
        _store.HoldingRegisters.WritePoints(0x6B, [0x022B, 0, 0x64]);
        _store.CoilDiscretes.WritePoints(0x13, Array.ConvertAll("1011001111010110101".ToCharArray(), c => c == '1'));
    }

    [TestCase("01 0013 0013", "01 03 CD 6B 05")]
    [TestCase("02 0000 0009", "02 02 00 00")]
    [TestCase("03 006B 0003", "03 06 022B 0000 0064")]
    [TestCase("04 FFFF 0001", "04 02 0000")]
    [TestCase("05 00AC FF00", "05 00AC FF00")]
    [TestCase("05 00AC 0000", "05 00AC 0000")]
    [TestCase("06 0001 0003", "06 0001 0003")]
    [TestCase("0F 0013 000A 02 CD 01", "0F 0013 000A")]
    [TestCase("10 0001 0002 04 000A 0102", "10 0001 0002")]
    [TestCase("17 0001 0003 0002 0001 02 0007", "17 06 0000 0007 0000", Description = "the write comes first")]
    [TestCase("2B 0E 01 00", "2B 0E 01 81 00 00 03 0001 56 0101 50 0201 31")]
    [TestCase("2B 0E 01 02", "2B 0E 01 81 00 00 01 0201 31")]
    [TestCase("2B 0E 01 77", "2B 0E 01 81 00 00 03 0001 56 0101 50 0201 31", Description = "unknown object restarts")]
    [TestCase("2B 0E 04 01", "2B 0E 04 81 00 00 01 0101 50")]
    public void Request_is_answered_as_specified(string request, string response) =>
        Assert.That(Apply(request), Is.EqualTo(Normal(response)));

    [TestCase("07", "87 01", Description = "function not spoken")]
    [TestCase("63 00", "E3 01")]
    [TestCase("83 0000 0001", "83 01", Description = "an exception is no request")]
    [TestCase("2B 0D 00 00", "AB 01", Description = "other MEI type")]
    [TestCase("2B 0E 05 00", "AB 03", Description = "category 5")]
    [TestCase("2B 0E 04 09", "AB 02", Description = "no such object")]
    [TestCase("03 0000 0000", "83 03")]
    [TestCase("03 0000 007E", "83 03", Description = "126 registers")]
    [TestCase("01 0000 07D1", "81 03", Description = "2001 coils")]
    [TestCase("03 00C7 0002", "83 02", Description = "past the table")]
    [TestCase("04 FFFF 0002", "84 02", Description = "past address 65535")]
    [TestCase("03 0000 00", "83 03", Description = "short")]
    [TestCase("03 0000 0001 00", "83 03", Description = "long")]
    [TestCase("05 0000 0001", "85 03", Description = "neither on nor off")]
    [TestCase("06 00C8 0001", "86 02")]
    [TestCase("0F 0000 000A 01 FF", "8F 03", Description = "byte count does not fit the quantity")]
    [TestCase("0F 0000 0000 00", "8F 03")]
    [TestCase("10 0000 0002 02 0001", "90 03")]
    [TestCase("10 0000 0001 FF 0001", "90 03", Description = "byte count that no PDU can hold")]
    [TestCase("17 0000 0001 00C7 0002 04 0001 0002", "97 02", Description = "write range past the table")]
    [TestCase("17 00C7 0002 0000 0001 02 0001", "97 02", Description = "read range past the table")]
    [TestCase("17 0000 007E 0000 0001 02 0001", "97 03", Description = "126 to read")]
    public void Request_that_cannot_be_carried_out_is_refused(string request, string response) =>
        Assert.That(Apply(request), Is.EqualTo(Normal(response)));

    [Test]
    public void Refused_read_write_has_written_nothing()
    {
        Apply("17 00C7 0002 0000 0001 02 1234");
        Assert.That(Apply("03 0000 0001"), Is.EqualTo(Normal("03 02 0000")));
    }

    [TestCase(ModbusFunctionCodes.ReadCoils, 2000, 2 + 250)]
    [TestCase(ModbusFunctionCodes.ReadHoldingRegisters, 125, 2 + 250)]
    public void Largest_read_fits_its_response(byte function, int count, int bytes) =>
        Assert.That(Apply($"{function:X2} 0000 {count:X4}"), Has.Length.EqualTo(2 * bytes));

    [Test]
    public void Largest_writes_are_accepted_and_one_more_point_is_not()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Apply($"10 0000 {123:X4} {246:X2}" + new string('0', 492)), Is.EqualTo($"100000{123:X4}"));
            Assert.That(Apply($"0F 0000 {1968:X4} {246:X2}" + new string('0', 492)), Is.EqualTo($"0F0000{1968:X4}"));
            Assert.That(Apply($"17 0000 0001 0000 {121:X4} {242:X2}" + new string('0', 484)), Is.EqualTo("17020000"));
            Assert.That(Apply($"10 0000 {124:X4} {248:X2}" + new string('0', 496)), Is.EqualTo("9003"));
            Assert.That(Apply($"0F 0000 {1969:X4} {247:X2}" + new string('0', 494)), Is.EqualTo("8F03"));
            Assert.That(Apply($"17 0000 0001 0000 {122:X4} {244:X2}" + new string('0', 488)), Is.EqualTo("9703"));
        });
    }

    [Test]
    public void Failing_handler_is_answered_with_exception_04()
    {
        var slave = new ModbusSlave(1, new FailingHandler());
        Assert.That(Apply("03 0000 0001", slave), Is.EqualTo("8304"));
    }

    [TestCase("01 0000 0001")]
    [TestCase("02 0000 0001")]
    [TestCase("03 0000 0001")]
    [TestCase("04 0000 0001")]
    [TestCase("05 0000 FF00")]
    [TestCase("06 0000 0001")]
    [TestCase("0F 0000 0001 01 01")]
    [TestCase("10 0000 0001 02 0001")]
    [TestCase("17 0000 0001 0000 0001 02 0001")]
    [TestCase("2B 0E 01 00")]
    public void Handler_that_overrides_nothing_refuses_every_function(string request)
    {
        var function = Convert.FromHexString(request[..2])[0] | 0x80;
        Assert.That(Apply(request, new ModbusSlave(1, new EmptyHandler())), Is.EqualTo($"{function:X2}01"));
    }

    [Test]
    public void Device_codes_pass_through()
    {
        var slave = new ModbusSlave(1, new RefusingHandler((SlaveExceptionCode)0x10));
        Assert.That(Apply("10 0000 0001 02 0001", slave), Is.EqualTo("9010"));
    }

    private string Apply(string request, ModbusSlave? slave = null)
    {
        var pdu = ScriptedConnection.Hex(request);
        var response = new byte[ModbusLimits.MaxPduLength];
        var context = new ModbusRequestContext(1, pdu[0], new ModbusPeer("test"));
        var length = (slave ?? _slave).ApplyRequest(pdu, response, context);
        return Convert.ToHexString(response, 0, length);
    }

    private static string Normal(string hex) => hex.Replace(" ", string.Empty, StringComparison.Ordinal);

    private sealed class EmptyHandler : ModbusRequestHandler;

    private sealed class FailingHandler : ModbusRequestHandler
    {
        public override SlaveExceptionCode ReadHoldingRegisters(
            in ModbusRequestContext context, ushort startAddress, Span<ushort> destination) => throw new InvalidOperationException("broken");
    }

    private sealed class RefusingHandler(SlaveExceptionCode code) : ModbusRequestHandler
    {
        public override SlaveExceptionCode WriteHoldingRegisters(
            in ModbusRequestContext context, ushort startAddress, ReadOnlySpan<ushort> values) => code;
    }
}
