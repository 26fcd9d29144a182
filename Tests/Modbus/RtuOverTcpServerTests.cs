using Microsoft.Extensions.Time.Testing;
using Signals.Modbus;
using Signals.Modbus.Server;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

/// <summary>RTU through a socket: the frame rules of RTU with the bounds of a socket, in fake time.</summary>
[Category("Unit")]
public class RtuOverTcpServerTests
{
    private readonly List<Exception?> _ends = [];
    private FakeTimeProvider _time = null!;
    private ScriptedSlave _line = null!;
    private CancellationTokenSource _stop = null!;
    private Task _serving = null!;
    private ScriptedConnection _master = null!;

    [SetUp]
    public async Task SetUp()
    {
        _ends.Clear();
        _time = new FakeTimeProvider();
        _line = new ScriptedSlave();
        _stop = new CancellationTokenSource();
        var options = new ModbusSlaveNetworkOptions { ConnectionEnded = (_, why) => _ends.Add(why) };
        var network = new ModbusStreamSlaveNetwork(_line, ModbusFraming.Rtu, isSerial: false, options, _time);
        network.AddSlave(ModbusFactory.CreateSlave(1));
        _serving = network.ListenAsync(_stop.Token);
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

    [Test]
    public async Task Requests_sent_together_are_answered_in_order()
    {
        await _master.SendAsync((byte[])[.. RtuMasterTests.Rtu("01 06 0001 0003"), .. RtuMasterTests.Rtu("01 03 0001 0001")]);
        await _master.ExpectAsync("01 06 0001 0003 980B");
        await _master.ExpectAsync(Convert.ToHexString(RtuMasterTests.Rtu("01 03 02 0003")));
    }

    [Test]
    public async Task Idle_connection_is_closed()
    {
        await _master.SendAsync(RtuMasterTests.Rtu("01 06 0001 0003"));
        await _master.ReadAsync(8);
        await AdvanceUntilEndAsync(TimeSpan.FromSeconds(5));
        Assert.That(_ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("idle"));
    }

    [Test]
    public async Task Endless_drip_of_garbage_is_closed_after_the_frame_time()
    {
        var sent = 0;
        await Eventually.IsTrue(
            async () =>
            {
                if (_ends.Count == 0)
                {
                    await _master.SendAsync(new byte[] { 0x55 });
                    await Eventually.IsTrue(() => _master.Stream is DuplexStream { HasUnreadOutput: false } || _ends.Count > 0, "it is read");
                    _time.Advance(TimeSpan.FromMilliseconds(200));
                    sent++;
                }

                return _ends.Count > 0;
            },
            "the dripping peer is closed");
        Assert.That(_ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("complete"));
        Assert.That(sent, Is.InRange(10, 13), "2 s of frame time at one byte per 0.2 s");
    }

    private Task AdvanceUntilEndAsync(TimeSpan step) => Eventually.IsTrue(
        () =>
        {
            _time.Advance(step);
            return _ends.Count > 0;
        },
        "the connection ends");
}
