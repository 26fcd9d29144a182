using Microsoft.Extensions.Time.Testing;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

[Category("Unit")]
public class MasterFaultTests
{
    private static readonly ModbusMasterOptions Options = new()
    {
        TransactionTimeout = TimeSpan.FromSeconds(1),
        ReconnectDelay = TimeSpan.FromMilliseconds(100),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(400),
    };

    private FakeTimeProvider _time = null!;
    private ScriptedSlave _slave = null!;
    private ModbusMaster _master = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new FakeTimeProvider();
        _slave = new ScriptedSlave();
        _master = new ModbusMaster(_slave, options: Options, timeProvider: _time);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _master.DisposeAsync();
        _slave.Dispose();
    }

    [Test]
    public async Task Timeout_closes_the_connection_and_the_next_call_makes_another()
    {
        var peer = await WorkingConnectionAsync();
        var reading = _master.ReadHoldingRegistersAsync(3, 0, 1);
        await peer.ReadAsync(12);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(reading.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(2));

        var failure = await Assert.ThrowsAsync<ModbusTimeoutException>(() => reading);
        Assert.That((failure!.RequestSent, failure.SlaveAddress, failure.FunctionCode), Is.EqualTo((true, (byte)3, (byte)3)));
        Assert.That(await peer.IsClosedByPeerAsync(), Is.True);
        await WorkingConnectionAsync();
        Assert.That((_slave.Attempts, _master.Statistics.Timeouts), Is.EqualTo((2, 1L)));
    }

    [Test]
    public async Task Deadline_counts_from_the_begin_of_its_own_request_whatever_was_answered_before()
    {
        var peer = await WorkingConnectionAsync();
        _time.Advance(TimeSpan.FromMilliseconds(400));
        var reading = _master.ReadHoldingRegistersAsync(3, 0, 1);
        await peer.ReadAsync(12);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(reading.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThatAsync(() => reading, Throws.InstanceOf<ModbusTimeoutException>());

        peer = await WorkingConnectionAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.That(_master.Statistics.Timeouts, Is.EqualTo(1), "nothing was asked meanwhile");
        var later = _master.ReadHoldingRegistersAsync(3, 0, 1);
        await peer.ReadAsync(12);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThatAsync(() => later, Throws.InstanceOf<ModbusTimeoutException>());
    }

    [Test]
    public async Task Timeout_of_one_fails_all_in_flight_but_what_was_not_sent_goes_out_on_the_next_connection()
    {
        await using var master = new ModbusMaster(_slave, options: Options with { MaxInFlight = 2 }, timeProvider: _time);
        var working = master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.SendAsync(await peer.ReadAsync(12));
        await working;

        var slow = master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        var companion = master.WriteSingleRegisterAsync(1, 2, 2).AsTask();
        await peer.ReadAsync(24);
        var waiting = master.WriteSingleRegisterAsync(1, 3, 3).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(501));

        await Assert.ThatAsync(() => slow, Throws.InstanceOf<ModbusTimeoutException>());
        var lost = await Assert.ThrowsAsync<ModbusConnectionException>(() => companion);
        Assert.That(lost!.RequestSent, Is.True);
        var second = await _slave.AcceptAsync();
        await second.ExpectAsync("0004 0000 0006 01 06 0003 0003");
        await second.SendAsync("0004 0000 0006 01 06 0003 0003");
        await waiting;
    }

    [Test]
    public async Task Write_that_timed_out_is_never_repeated()
    {
        var peer = await WorkingConnectionAsync();
        var writing = _master.WriteMultipleRegistersAsync(1, 0, new ushort[] { 1 }).AsTask();
        await peer.ReadAsync(15);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        await Assert.ThatAsync(() => writing, Throws.InstanceOf<ModbusTimeoutException>());
        Assert.That(await peer.IsClosedByPeerAsync(), Is.True, "nothing more was sent");
        await WorkingConnectionAsync();
        Assert.That(_master.Statistics.Requests, Is.EqualTo(3), "two probes and the write");
    }

    [Test]
    public async Task Answer_that_comes_after_the_deadline_of_a_cancelled_call_is_not_waited_for()
    {
        var peer = await WorkingConnectionAsync();
        using var cancel = new CancellationTokenSource();
        var cancelled = _master.ReadHoldingRegistersAsync(1, 0, 1, cancel.Token);
        await peer.ReadAsync(12);
        await cancel.CancelAsync();
        await Assert.ThatAsync(() => cancelled, Throws.InstanceOf<OperationCanceledException>());
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.That(await peer.IsClosedByPeerAsync(), Is.True);
        await WorkingConnectionAsync();
    }

    [TestCase("0007 0000 0005 03 03 02 0001", "transaction 7 was answered but not asked", TestName = "Mismatch_of_transaction_closes")]
    [TestCase("0002 0000 0005 04 03 02 0001", "unit 4 answered what was asked of unit 3", TestName = "Mismatch_of_unit_closes")]
    [TestCase("0002 0000 0005 03 04 02 0001", "function 4 answers function 3", TestName = "Mismatch_of_function_closes")]
    [TestCase("0002 0000 0007 03 03 04 0001 0002", "6 bytes of response where 4 answer", TestName = "Mismatch_of_quantity_closes")]
    [TestCase("0002 0000 0005 03 03 03 0001", "4 bytes of response where 4 answer", TestName = "Mismatch_of_byte_count_closes")]
    [TestCase("0002 0000 0004 03 83 02 00", "malformed exception response", TestName = "Long_exception_closes")]
    [TestCase("0002 0001 0005 03 03 02 0001", "protocol id 1", TestName = "Other_protocol_id_closes")]
    [TestCase("0002 0000 00FF", "length field 255", TestName = "Length_past_the_bound_closes_before_the_body")]
    [TestCase("0002 0000 0001", "length field 1", TestName = "Length_without_a_function_closes")]
    public async Task Answer_that_fits_nothing_closes_the_connection(string answer, string problem)
    {
        var peer = await WorkingConnectionAsync();
        var reading = _master.ReadHoldingRegistersAsync(3, 0, 1);
        await peer.ReadAsync(12);
        await peer.SendAsync(answer);
        var failure = await Assert.ThrowsAsync<ModbusProtocolException>(() => reading);
        Assert.That(failure!.Message, Does.Contain(problem));
        Assert.That(await peer.IsClosedByPeerAsync(), Is.True);
        await WorkingConnectionAsync();
        Assert.That(_master.Statistics.Mismatches, Is.EqualTo(1));
    }

    [Test]
    public async Task Write_echoed_with_another_value_closes_the_connection()
    {
        var peer = await WorkingConnectionAsync();
        var writing = _master.WriteSingleRegisterAsync(1, 5, 6).AsTask();
        await peer.ReadAsync(12);
        await peer.SendAsync("0002 0000 0006 01 06 0005 0007");
        await Assert.ThatAsync(() => writing, Throws.InstanceOf<ModbusProtocolException>());
    }

    [Test]
    public async Task Second_answer_to_one_request_closes_the_connection()
    {
        var peer = await WorkingConnectionAsync();
        var reading = _master.ReadHoldingRegistersAsync(1, 0, 1);
        await peer.ReadAsync(12);
        await peer.SendAsync("0002 0000 0005 01 03 02 0001 0002 0000 0005 01 03 02 0001");
        await reading;
        Assert.That(await peer.IsClosedByPeerAsync(), Is.True);
        await WorkingConnectionAsync();
    }

    [Test]
    public async Task Connection_closed_by_the_slave_fails_calls_in_flight_and_is_replaced_at_once()
    {
        var peer = await WorkingConnectionAsync();
        var reading = _master.ReadHoldingRegistersAsync(1, 0, 1);
        await peer.ReadAsync(12);
        await peer.Stream.DisposeAsync();
        var failure = await Assert.ThrowsAsync<ModbusConnectionException>(() => reading);
        Assert.That(failure!.RequestSent, Is.True);
        await WorkingConnectionAsync();
    }

    [Test]
    public async Task Failed_connections_back_off_doubling_to_the_maximum_and_fail_fast_meanwhile()
    {
        _slave.Refuse = new IOException("refused");
        foreach (var waitMs in new[] { 100, 200, 400, 400 })
        {
            var attempts = _slave.Attempts;
            await AssertUnsentAsync("not connected: refused");
            _time.Advance(TimeSpan.FromMilliseconds(waitMs - 1));
            await AssertUnsentAsync("next attempt in 1 ms");
            Assert.That(_slave.Attempts, Is.EqualTo(attempts + 1), "one attempt for two calls");
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        _slave.Refuse = null;
        await WorkingConnectionAsync();
        Assert.That(_master.Statistics.FailedConnections, Is.EqualTo(4));
    }

    [Test]
    public async Task Slave_that_connects_but_never_answers_is_backed_off_too()
    {
        var reading = _master.ReadCoilsAsync(1, 0, 1);
        var peer = await _slave.AcceptAsync();
        await peer.ReadAsync(12);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        await Assert.ThatAsync(() => reading, Throws.InstanceOf<ModbusTimeoutException>());
        var failure = await Assert.ThrowsAsync<ModbusConnectionException>(() => _master.ReadCoilsAsync(1, 0, 1));
        Assert.That((failure!.RequestSent, _slave.Attempts), Is.EqualTo((false, 1)));
    }

    [Test]
    public async Task Call_during_a_slow_connect_ends_at_its_own_deadline_and_the_connect_goes_on()
    {
        var connector = new SlowConnector(_slave);
        await using var master = new ModbusMaster(connector, options: Options, timeProvider: _time);
        var hasty = master.ReadCoilsAsync(1, 0, 1);
        await Eventually.IsTrue(() => connector.IsConnecting, "the connector is asked");
        _time.Advance(TimeSpan.FromSeconds(1.1));
        var failure = await Assert.ThrowsAsync<ModbusTimeoutException>(() => hasty);
        Assert.That((failure!.RequestSent, failure.Message), Is.EqualTo((false,
            "scripted slave: no answer from unit 1 to function 1 within 1000 ms (still connecting)")));

        var patient = master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        connector.Open();
        var peer = await _slave.AcceptAsync();
        await peer.SendAsync(await peer.ReadAsync(12));
        await patient;
        Assert.That(_slave.Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task Connect_that_never_ends_is_given_up_after_its_own_time()
    {
        await using var master = new ModbusMaster(
            new SlowConnector(_slave), options: Options with { TransactionTimeout = TimeSpan.FromSeconds(10) }, timeProvider: _time);
        var reading = master.ReadCoilsAsync(1, 0, 1);
        await Eventually.IsTrue(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return reading.IsCompleted;
            },
            "the connect is given up");
        var failure = await Assert.ThrowsAsync<ModbusConnectionException>(() => reading);
        Assert.That(failure!.Message, Does.Contain("no connection within 3 s"));
    }

    [Test]
    public async Task Slave_that_stops_reading_cannot_hold_a_call_past_its_deadline()
    {
        using var deaf = new ScriptedSlave { Capacity = 64 };
        await using var master = new ModbusMaster(deaf, options: Options, timeProvider: _time);
        var calls = Enumerable.Range(0, 20).Select(_ => master.WriteMultipleRegistersAsync(1, 0, new ushort[123]).AsTask()).ToArray();
        await deaf.AcceptAsync();
        await Eventually.IsTrue(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return calls.All(call => call.IsCompleted);
            },
            "every call ends");
        Assert.That(calls.Select(call => call.Exception?.InnerException), Is.All.InstanceOf<ModbusException>());
        Assert.That(master.Statistics.Timeouts, Is.EqualTo(1));
    }

    private async Task AssertUnsentAsync(string message)
    {
        var failure = await Assert.ThrowsAsync<ModbusConnectionException>(() => _master.ReadCoilsAsync(1, 0, 1));
        Assert.That(failure!.RequestSent, Is.False);
        Assert.That(failure.Message, Does.Contain(message));
    }

    /// <summary>A connection that has answered once, so that its loss is repaired without a wait.</summary>
    private async Task<ScriptedConnection> WorkingConnectionAsync()
    {
        var probing = _master.WriteSingleRegisterAsync(1, 1, 1).AsTask();
        var peer = await _slave.AcceptAsync();
        await peer.SendAsync(await peer.ReadAsync(12));
        await probing;
        return peer;
    }
}
