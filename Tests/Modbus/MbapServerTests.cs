using Microsoft.Extensions.Time.Testing;
using Signals.Modbus;
using Signals.Modbus.Server;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

/// <summary>One served Modbus/TCP stream, byte by byte, in fake time.</summary>
[Category("Unit")]
public class MbapServerTests
{
    private readonly List<Exception?> _ends = [];
    private FakeTimeProvider _time = null!;
    private ScriptedSlave _line = null!;
    private CancellationTokenSource _stop = null!;
    private ModbusStreamSlaveNetwork _network = null!;
    private Task _serving = null!;
    private ScriptedConnection _master = null!;

    [SetUp]
    public async Task SetUp()
    {
        _ends.Clear();
        _time = new FakeTimeProvider();
        _line = new ScriptedSlave { Capacity = 4096 };
        _stop = new CancellationTokenSource();
        var options = new ModbusSlaveNetworkOptions { ConnectionEnded = (_, why) => _ends.Add(why) };
        _network = new ModbusStreamSlaveNetwork(_line, ModbusFraming.Tcp, isSerial: false, options, _time);
        foreach (var unit in new byte[] { 0, 1, 255 })
        {
            var store = new SlaveDataStore();
            store.HoldingRegisters.WritePoints(0, [unit]);
            _network.AddSlave(ModbusFactory.CreateSlave(unit, store));
        }

        _serving = _network.ListenAsync(_stop.Token);
        _master = await _line.AcceptAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _stop.CancelAsync();
        await _serving.WaitAsync(TimeSpan.FromSeconds(5));
        _line.Dispose();
        _stop.Dispose();
    }

    [TestCase("00")]
    [TestCase("01")]
    [TestCase("FF")]
    public async Task Unit_ids_are_served_each_by_its_slave(string unit)
    {
        await _master.SendAsync($"BEEF 0000 0006 {unit} 03 0000 0001");
        await _master.ExpectAsync($"BEEF 0000 0005 {unit} 03 02 00{unit}");
    }

    [Test]
    public async Task Unknown_unit_gets_exception_0B_and_a_removed_one_becomes_unknown()
    {
        await _master.SendAsync("0001 0000 0006 02 03 0000 0001");
        await _master.ExpectAsync("0001 0000 0003 02 83 0B");
        Assert.That((_network.RemoveSlave(1), _network.RemoveSlave(1), _network.GetSlave(1)), Is.EqualTo((true, false, (IModbusSlave?)null)));
        await _master.SendAsync("0002 0000 0006 01 03 0000 0001");
        await _master.ExpectAsync("0002 0000 0003 01 83 0B");
    }

    [Test]
    public void Unit_id_is_taken_once() =>
        Assert.That(() => _network.AddSlave(ModbusFactory.CreateSlave(255)), Throws.ArgumentException.With.Message.Contains("255"));

    [Test]
    public async Task Pipelined_requests_are_answered_in_order_however_they_are_cut()
    {
        var requests = ScriptedConnection.Hex(string.Concat(Enumerable.Range(1, 50).Select(i => $"{i:X4} 0000 0006 01 06 0007 {i:X4}")));
        var sending = SendInPiecesAsync(requests, 7);
        for (var i = 1; i <= 50; i++)
        {
            await _master.ExpectAsync($"{i:X4} 0000 0006 01 06 0007 {i:X4}");
        }

        await sending;
        Assert.That(_network.Statistics.Requests, Is.EqualTo(50));
    }

    [TestCase("0001 0001 0006 01 03 0000 0001", "protocol id 1")]
    [TestCase("4745 5420", "protocol id 21536", Description = "GET, a web browser")]
    [TestCase("0001 0000 00FF", "length field 255")]
    [TestCase("0001 0000 0001", "length field 1")]
    [TestCase("0001 0000 0000", "length field 0")]
    public async Task Bytes_that_are_not_Modbus_close_the_connection_without_an_answer(string bytes, string reason)
    {
        await _master.SendAsync(bytes);
        Assert.That(await _master.IsClosedByPeerAsync(), Is.True);
        await Eventually.IsTrue(() => _ends.Count == 1, "the end is reported");
        Assert.That(_ends[0]!.Message, Does.StartWith("not Modbus/TCP: ").And.Contain(reason));
        Assert.That(_network.Statistics.Malformed, Is.EqualTo(1));
    }

    [Test]
    public async Task Idle_connection_is_closed_after_the_idle_time()
    {
        await _master.SendAsync("0001 0000 0006 01 03 0000 0001");
        await _master.ReadAsync(11);
        await AdvanceUntilEndAsync(TimeSpan.FromSeconds(1), from: 59, to: 62);
        Assert.That(_ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("60 s"));
    }

    [Test]
    public async Task Dripping_a_frame_does_not_extend_its_deadline()
    {
        var frame = ScriptedConnection.Hex("0001 0000 0006 01 03 0000 0001");
        var sent = 0;
        await Eventually.IsTrue(
            async () =>
            {
                if (_ends.Count == 0 && sent < frame.Length - 1)
                {
                    await _master.SendAsync(frame.AsMemory(sent++, 1));
                    await Task.Delay(5);
                    _time.Advance(TimeSpan.FromMilliseconds(300));
                }

                return _ends.Count == 1;
            },
            "the dripping peer is closed");
        Assert.That(sent, Is.InRange(7, 9), "2 s of frame time at one byte per 0.3 s");
        Assert.That(_ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("2 s"));
    }

    [Test]
    public async Task Master_that_does_not_read_its_answers_is_closed()
    {
        var flood = ScriptedConnection.Hex(string.Concat(Enumerable.Repeat("0001 0000 0006 01 03 0000 007D", 16)));
        await _master.SendAsync(flood);
        await _master.SendAsync(flood);
        await Eventually.IsTrue(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(500));
                return _ends.Count == 1;
            },
            "the deaf peer is closed");
        Assert.That(_ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("did not take a response"));
    }

    [Test]
    public async Task Peer_that_closes_is_no_error_and_the_line_is_opened_again()
    {
        await _master.Stream.DisposeAsync();
        await Eventually.IsTrue(() => _ends.Count == 1, "the end is reported");
        Assert.That(_ends[0], Is.Null);
        await Eventually.IsTrue(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(250));
                return _line.Attempts == 2;
            },
            "the line is opened again");
    }

    private async Task AdvanceUntilEndAsync(TimeSpan step, int from, int to)
    {
        var steps = 0;
        await Eventually.IsTrue(
            () =>
            {
                if (_ends.Count == 0)
                {
                    _time.Advance(step);
                    steps++;
                }

                return _ends.Count > 0;
            },
            "the connection ends");
        Assert.That(steps, Is.InRange(from, to + 5));
    }

    private async Task SendInPiecesAsync(byte[] bytes, int size)
    {
        for (var at = 0; at < bytes.Length; at += size)
        {
            await _master.SendAsync(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
            await Task.Yield();
        }
    }
}
