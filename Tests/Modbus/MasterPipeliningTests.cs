using Signals.Modbus;
using Signals.Modbus.Client;

namespace Signals.Tests.Modbus;

[Category("Unit")]
public class MasterPipeliningTests
{
    private ScriptedSlave _slave = null!;

    [SetUp]
    public void SetUp() => _slave = new ScriptedSlave();

    [TearDown]
    public void TearDown() => _slave.Dispose();

    [Test]
    public async Task Requests_go_out_before_answers_come_and_answers_may_come_in_any_order()
    {
        await using var master = new ModbusMaster(_slave);
        var first = master.ReadHoldingRegistersAsync(1, 10, 1);
        var second = master.ReadHoldingRegistersAsync(1, 20, 1);
        var third = master.ReadHoldingRegistersAsync(1, 30, 1);
        var peer = await _slave.AcceptAsync();
        await peer.ExpectAsync("0001 0000 0006 01 03 000A 0001  0002 0000 0006 01 03 0014 0001  0003 0000 0006 01 03 001E 0001");
        await peer.SendAsync("0003 0000 0005 01 03 02 0033  0001 0000 0005 01 03 02 0011");
        Assert.That(((await third)[0], (await first)[0]), Is.EqualTo(((ushort)0x33, (ushort)0x11)));
        Assert.That(second.IsCompleted, Is.False);
        await peer.SendAsync("0002 0000 0005 01 03 02 0022");
        Assert.That((await second)[0], Is.EqualTo(0x22));
    }

    [Test]
    public async Task Caller_that_goes_on_inline_may_ask_again_there_and_the_line_serves_others_meanwhile()
    {
        await using var master = new ModbusMaster(_slave, options: new ModbusMasterOptions { ContinueInline = true });
        var both = AskTwiceAsync(master);
        var peer = await _slave.AcceptAsync();
        await peer.ExpectAsync("0001 0000 0006 01 03 000A 0001");
        var other = master.ReadHoldingRegistersAsync(1, 30, 1);
        await peer.ExpectAsync("0002 0000 0006 01 03 001E 0001");
        await peer.SendAsync("0001 0000 0005 01 03 02 0011  0002 0000 0005 01 03 02 0033");
        Assert.That((await other)[0], Is.EqualTo(0x33));
        await peer.ExpectAsync("0003 0000 0006 01 03 0014 0001");
        await peer.SendAsync("0003 0000 0005 01 03 02 0022");
        Assert.That(await both, Is.EqualTo((0x11, 0x22)));
    }

    private static async Task<(int First, int Second)> AskTwiceAsync(ModbusMaster master)
    {
        var first = (await master.ReadHoldingRegistersAsync(1, 10, 1))[0];
        return (first, (await master.ReadHoldingRegistersAsync(1, 20, 1))[0]);
    }

    [Test]
    public async Task Answer_may_arrive_one_byte_at_a_time()
    {
        await using var master = new ModbusMaster(_slave);
        var reading = master.ReadHoldingRegistersAsync(1, 10, 1);
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(12);
        foreach (var single in ScriptedConnection.Hex("0001 0000 0005 01 03 02 0011"))
        {
            await peer.SendAsync(new[] { single });
            await Task.Yield();
        }

        Assert.That(await reading, Is.EqualTo(new ushort[] { 0x11 }));
    }

    [Test]
    public async Task Requests_beyond_the_bound_wait_for_a_place_and_keep_their_order()
    {
        await using var master = new ModbusMaster(_slave, options: new ModbusMasterOptions { MaxInFlight = 1 });
        var first = master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        var second = master.WriteSingleRegisterAsync(1, 2, 2).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ExpectAsync("0001 0000 0006 01 06 0001 0001");
        Assert.That(master.Statistics.Requests, Is.EqualTo(1));
        await peer.SendAsync("0001 0000 0006 01 06 0001 0001");
        await first;
        await peer.ExpectAsync("0002 0000 0006 01 06 0002 0002");
        await peer.SendAsync("0002 0000 0006 01 06 0002 0002");
        await second;
    }

    [Test]
    public async Task Requests_beyond_the_waiting_bound_fail_at_once_unsent()
    {
        await using var master = new ModbusMaster(_slave, options: new ModbusMasterOptions { MaxInFlight = 1, MaxWaiting = 1 });
        var first = master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(12);
        var second = master.WriteSingleRegisterAsync(1, 2, 2).AsTask();
        var failure = await Assert.ThrowsAsync<ModbusConnectionException>(() => master.WriteSingleRegisterAsync(1, 3, 3).AsTask());
        Assert.That((failure!.RequestSent, failure.Message), Is.EqualTo((false,
            "scripted slave: 1 requests are waiting already; await some, or raise MaxWaiting")));
        await peer.SendAsync("0001 0000 0006 01 06 0001 0001");
        await first;
        await peer.ReadAsync(12);
        await peer.SendAsync("0002 0000 0006 01 06 0002 0002");
        await second;
    }

    [Test]
    public async Task Cancelled_call_returns_at_once_and_its_late_answer_is_not_taken_for_another()
    {
        await using var master = new ModbusMaster(_slave);
        using var cancel = new CancellationTokenSource();
        var buffer = new ushort[] { 7 };
        var cancelled = master.ReadHoldingRegistersAsync(1, 10, buffer, cancel.Token).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(12);
        await cancel.CancelAsync();
        await Assert.ThatAsync(() => cancelled, Throws.InstanceOf<OperationCanceledException>());

        var next = master.ReadHoldingRegistersAsync(1, 10, 1);
        await peer.ReadAsync(12);
        await peer.SendAsync("0001 0000 0005 01 03 02 AAAA  0002 0000 0005 01 03 02 BBBB");
        Assert.That((await next, buffer[0], _slave.Attempts), Is.EqualTo((new ushort[] { 0xBBBB }, (ushort)7, 1)));
    }

    [Test]
    public async Task Call_cancelled_while_waiting_is_never_sent()
    {
        await using var master = new ModbusMaster(_slave, options: new ModbusMasterOptions { MaxInFlight = 1 });
        using var cancel = new CancellationTokenSource();
        var first = master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(12);
        var waiting = master.WriteSingleRegisterAsync(1, 2, 2, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThatAsync(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        var third = master.WriteSingleRegisterAsync(1, 3, 3).AsTask();
        await peer.SendAsync("0001 0000 0006 01 06 0001 0001");
        await peer.ExpectAsync("0002 0000 0006 01 06 0003 0003");
        await peer.SendAsync("0002 0000 0006 01 06 0003 0003");
        await Task.WhenAll(first, third);
        Assert.That(master.Statistics.Requests, Is.EqualTo(2));
    }

    [Test]
    public async Task Call_with_a_cancelled_token_sends_nothing()
    {
        await using var master = new ModbusMaster(_slave);
        await Assert.ThatAsync(
            () => master.WriteSingleRegisterAsync(1, 1, 1, new CancellationToken(true)).AsTask(),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_slave.Attempts, Is.Zero);
    }

    [Test]
    public async Task Disposal_fails_calls_under_way_and_closes_the_connection()
    {
        var master = new ModbusMaster(_slave);
        var reading = master.ReadHoldingRegistersAsync(1, 10, 1);
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(12);
        await master.DisposeAsync();
        await Assert.ThatAsync(() => reading, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(await peer.IsClosedByPeerAsync(), Is.True);
        await Assert.ThatAsync(() => master.ReadCoilsAsync(1, 0, 1), Throws.InstanceOf<ObjectDisposedException>());
        await master.DisposeAsync();
    }

    [Test]
    public async Task Values_to_write_are_taken_when_the_call_is_made()
    {
        await using var master = new ModbusMaster(_slave);
        var values = new ushort[] { 1, 2 };
        var writing = master.WriteMultipleRegistersAsync(1, 0, values).AsTask();
        values[0] = 99;
        var peer = await _slave.AcceptAsync();
        await peer.ExpectAsync("0001 0000 000B 01 10 0000 0002 04 0001 0002");
        await peer.SendAsync("0001 0000 0006 01 10 0000 0002");
        await writing;
    }

    [Test]
    public async Task Transaction_ids_wrap_and_skip_one_still_in_flight()
    {
        await using var master = new ModbusMaster(_slave, options: new ModbusMasterOptions { TransactionTimeout = TimeSpan.FromMinutes(5) });
        var slow = master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(12);
        var ids = new List<int>();
        for (var i = 0; i < 65540; i++)
        {
            var writing = master.WriteSingleRegisterAsync(1, 2, 2);
            var request = await peer.ReadAsync(12);
            ids.Add((request[0] << 8) | request[1]);
            await peer.SendAsync(request);
            await writing;
        }

        Assert.That(ids, Does.Not.Contain(1));
        Assert.That(ids.Distinct().Count(), Is.EqualTo(65535));
        await peer.SendAsync("0001 0000 0006 01 06 0001 0001");
        await slow;
    }
}
