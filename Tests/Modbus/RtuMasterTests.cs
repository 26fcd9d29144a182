using Microsoft.Extensions.Time.Testing;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

/// <summary>CRCs in the literals come from independent tables (libmodbus), not from the code under test.</summary>
[Category("Unit")]
public class RtuMasterTests
{
    private FakeTimeProvider _time = null!;
    private ScriptedSlave _slave = null!;
    private ModbusMaster _master = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new FakeTimeProvider();
        _slave = new ScriptedSlave();
        _master = new ModbusMaster(_slave, ModbusFraming.Rtu, timeProvider: _time);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _master.DisposeAsync();
        _slave.Dispose();
    }

    [Test]
    public async Task Read_is_framed_with_address_and_crc_low_byte_first()
    {
        var reading = _master.ReadHoldingRegistersAsync(1, 0, 10);
        var peer = await _slave.AcceptAsync();
        await peer.ExpectAsync("01 03 0000 000A C5CD");
        await peer.SendAsync(Rtu("01 03 14" + string.Concat(Enumerable.Range(1, 10).Select(i => $"{i:X4}"))));
        Assert.That(await reading, Is.EqualTo(Enumerable.Range(1, 10).Select(i => (ushort)i)));
    }

    [Test]
    public async Task Requests_are_sent_one_at_a_time()
    {
        var first = _master.WriteSingleRegisterAsync(0x11, 1, 3).AsTask();
        var second = _master.WriteSingleRegisterAsync(0x11, 2, 4).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ExpectAsync("11 06 0001 0003 9A9B");
        Assert.That(_master.Statistics.Requests, Is.EqualTo(1));
        await peer.SendAsync("11 06 0001 0003 9A9B");
        await first;
        var request = await peer.ReadAsync(8);
        await peer.SendAsync(request);
        await second;
    }

    [Test]
    public async Task Exception_answer_is_5_bytes()
    {
        var reading = _master.ReadHoldingRegistersAsync(1, 0, 10);
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(8);
        await peer.SendAsync("01 83 02 C0F1");
        Assert.That(
            (await Assert.ThrowsAsync<SlaveException>(() => reading))!.SlaveExceptionCode, Is.EqualTo(SlaveExceptionCode.IllegalDataAddress));
    }

    [Test]
    public async Task Identification_response_is_delimited_by_its_objects()
    {
        var reading = _master.ReadDeviceIdentificationAsync(1).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(7);
        var answer = Rtu("01 2B 0E 01 01 00 00 02 00 01 41 01 02 42 43");
        await peer.SendAsync(answer.AsMemory(0, 11));
        await peer.SendAsync(answer.AsMemory(11));
        Assert.That((await reading).ProductCode, Is.EqualTo("BC"));
    }

    [Test]
    public async Task Damaged_answer_closes_the_line_and_the_next_call_opens_it_again()
    {
        var reading = _master.ReadHoldingRegistersAsync(1, 0, 1);
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(8);
        var answer = Rtu("01 03 02 0011");
        answer[4] ^= 0x20;
        await peer.SendAsync(answer);
        await Assert.ThatAsync(() => reading, Throws.InstanceOf<ModbusProtocolException>().With.Message.Contain("CRC"));
        Assert.That(await peer.IsClosedByPeerAsync(), Is.True);
    }

    [Test]
    public async Task Answer_of_another_unit_closes_the_line()
    {
        var reading = _master.ReadHoldingRegistersAsync(1, 0, 1);
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(8);
        await peer.SendAsync(Rtu("02 03 02 0011"));
        await Assert.ThatAsync(() => reading, Throws.InstanceOf<ModbusProtocolException>());
    }

    [Test]
    public async Task Noise_between_transactions_is_passed_over()
    {
        var writing = _master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.SendAsync(await peer.ReadAsync(8));
        await writing;
        await peer.SendAsync("00 FF 01 03");
        await Eventually.IsTrue(() => peer.Stream is DuplexStream { HasUnreadOutput: false }, "the noise is read");
        writing = _master.WriteSingleRegisterAsync(1, 2, 2).AsTask();
        await peer.SendAsync(await peer.ReadAsync(8));
        await writing;
        Assert.That(_slave.Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task Broadcast_write_ends_without_an_answer_after_the_turnaround()
    {
        var writing = _master.WriteSingleRegisterAsync(0, 1, 3).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(8);
        Assert.That(writing.IsCompleted, Is.False);
        await Eventually.IsTrue(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(20));
                return writing.IsCompleted;
            },
            "the broadcast ends");
        await writing;
        Assert.That(() => _master.ReadCoilsAsync(0, 0, new bool[1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Silence_is_kept_between_an_answer_and_the_next_request()
    {
        using var line = new ScriptedSlave { SilentInterval = TimeSpan.FromMilliseconds(4) };
        await using var master = new ModbusMaster(line, ModbusFraming.Rtu, timeProvider: _time);
        var first = master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        var peer = await line.AcceptAsync();
        var reading = peer.ReadAsync(8);
        await Eventually.IsTrue(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                return reading.IsCompleted;
            },
            "the first request after the silence");
        await peer.SendAsync(await reading);
        await first;
        var second = master.WriteSingleRegisterAsync(1, 2, 2).AsTask();
        reading = peer.ReadAsync(8);
        await Eventually.IsTrue(() => master.Statistics.Requests == 2, "the second is taken");
        _time.Advance(TimeSpan.FromMilliseconds(3));
        Assert.That(reading.IsCompleted, Is.False);
        await Eventually.IsTrue(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                return reading.IsCompleted;
            },
            "the second request after the silence");
        await peer.SendAsync(await reading);
        await second;
    }

    /// <summary>Bytes with a CRC computed bit by bit, as the specification's appendix does it.</summary>
    internal static byte[] Rtu(string hex)
    {
        var bytes = ScriptedConnection.Hex(hex);
        var crc = 0xFFFF;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            }
        }

        return [.. bytes, (byte)(crc & 0xFF), (byte)(crc >> 8)];
    }
}
