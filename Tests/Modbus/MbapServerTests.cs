using Signals.Modbus;
using Signals.Modbus.Server;
using Signals.Modbus.Transport;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

/// <summary>One served Modbus/TCP stream, byte by byte, in fake time.</summary>
[Category("Unit")]
public class MbapServerTests : ServedStreamFixture
{
    protected override ModbusStreamSlaveNetwork Serve(IModbusConnector line, ModbusSlaveNetworkOptions options, TimeProvider time)
    {
        var network = new ModbusStreamSlaveNetwork(line, ModbusFraming.Tcp, isSerial: false, options, time);
        foreach (var unit in new byte[] { 0, 1, 255 })
        {
            var store = new SlaveDataStore();
            store.HoldingRegisters.WritePoints(0, [unit]);
            network.AddSlave(ModbusFactory.CreateSlave(unit, store));
        }

        return network;
    }

    [TestCase("00")]
    [TestCase("01")]
    [TestCase("FF")]
    public async Task Unit_ids_are_served_each_by_its_slave(string unit)
    {
        await Master.SendAsync($"BEEF 0000 0006 {unit} 03 0000 0001");
        await Master.ExpectAsync($"BEEF 0000 0005 {unit} 03 02 00{unit}");
    }

    [Test]
    public async Task Unknown_unit_gets_exception_0B_and_a_removed_one_becomes_unknown()
    {
        await Master.SendAsync("0001 0000 0006 02 03 0000 0001");
        await Master.ExpectAsync("0001 0000 0003 02 83 0B");
        Assert.That((Network.RemoveSlave(1), Network.RemoveSlave(1), Network.GetSlave(1)), Is.EqualTo((true, false, (IModbusSlave?)null)));
        await Master.SendAsync("0002 0000 0006 01 03 0000 0001");
        await Master.ExpectAsync("0002 0000 0003 01 83 0B");
    }

    [Test]
    public void Unit_id_is_taken_once() =>
        Assert.That(() => Network.AddSlave(ModbusFactory.CreateSlave(255)), Throws.ArgumentException.With.Message.Contains("255"));

    [Test]
    public async Task Pipelined_requests_are_answered_in_order_however_they_are_cut()
    {
        var requests = ScriptedConnection.Hex(string.Concat(Enumerable.Range(1, 50).Select(i => $"{i:X4} 0000 0006 01 06 0007 {i:X4}")));
        var sending = SendInPiecesAsync(requests, 7);
        for (var i = 1; i <= 50; i++)
        {
            await Master.ExpectAsync($"{i:X4} 0000 0006 01 06 0007 {i:X4}");
        }

        await sending;
        Assert.That(Network.Statistics.Requests, Is.EqualTo(50));
    }

    [TestCase("0001 0001 0006 01 03 0000 0001", "protocol id 1")]
    [TestCase("4745 5420", "protocol id 21536", Description = "GET, a web browser")]
    [TestCase("0001 0000 00FF", "length field 255")]
    [TestCase("0001 0000 0001", "length field 1")]
    [TestCase("0001 0000 0000", "length field 0")]
    public async Task Bytes_that_are_not_Modbus_close_the_connection_without_an_answer(string bytes, string reason)
    {
        await Master.SendAsync(bytes);
        Assert.That(await Master.IsClosedByPeerAsync(), Is.True);
        await Eventually.IsTrue(() => Ends.Count == 1, "the end is reported");
        Assert.That(Ends[0]!.Message, Does.StartWith("not Modbus/TCP: ").And.Contain(reason));
        Assert.That(Network.Statistics.Malformed, Is.EqualTo(1));
    }

    [Test]
    public async Task Idle_connection_is_closed_after_the_idle_time()
    {
        await Master.SendAsync("0001 0000 0006 01 03 0000 0001");
        await Master.ReadAsync(11);
        Time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(Ends, Is.Empty);
        await AdvanceUntilEndAsync(TimeSpan.FromSeconds(1));
        Assert.That(Ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("60 s"));
    }

    [Test]
    public async Task Dripping_a_frame_does_not_extend_its_deadline()
    {
        var frame = ScriptedConnection.Hex("0001 0000 0006 01 03 0000 0001");
        var sent = 0;
        await Eventually.IsTrue(
            async () =>
            {
                if (Ends.Count == 0 && sent < frame.Length - 1)
                {
                    await Master.SendAsync(frame.AsMemory(sent++, 1));
                    await AllReadAsync();
                    Time.Advance(TimeSpan.FromMilliseconds(300));
                }

                return Ends.Count == 1;
            },
            "the dripping peer is closed");
        Assert.That(sent, Is.InRange(7, 9), "2 s of frame time at one byte per 0.3 s");
        Assert.That(Ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("2 s"));
    }

    [Test]
    public async Task Master_that_does_not_read_its_answers_is_closed()
    {
        var flood = ScriptedConnection.Hex(string.Concat(Enumerable.Repeat("0001 0000 0006 01 03 0000 007D", 16)));
        await Master.SendAsync(flood);
        await Master.SendAsync(flood);
        await Eventually.IsTrue(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(500));
                return Ends.Count == 1;
            },
            "the deaf peer is closed");
        Assert.That(Ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("did not take a response"));
    }

    [Test]
    public async Task Peer_that_closes_is_no_error_and_the_line_is_opened_again()
    {
        await Master.Stream.DisposeAsync();
        await Eventually.IsTrue(() => Ends.Count == 1, "the end is reported");
        Assert.That(Ends[0], Is.Null);
        await Eventually.IsTrue(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(250));
                return Line.Attempts == 2;
            },
            "the line is opened again");
    }

    private async Task SendInPiecesAsync(byte[] bytes, int size)
    {
        for (var at = 0; at < bytes.Length; at += size)
        {
            await Master.SendAsync(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
            await Task.Yield();
        }
    }
}
