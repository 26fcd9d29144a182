using Signals.Modbus;
using Signals.Modbus.Server;
using Signals.Modbus.Transport;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

/// <summary>RTU through a socket: the frame rules of RTU with the bounds of a socket, in fake time.</summary>
[Category("Unit")]
public class RtuOverTcpServerTests : ServedStreamFixture
{
    protected override ModbusStreamSlaveNetwork Serve(IModbusConnector line, ModbusSlaveNetworkOptions options, TimeProvider time)
    {
        var network = new ModbusStreamSlaveNetwork(line, ModbusFraming.Rtu, isSerial: false, options, time);
        network.AddSlave(ModbusFactory.CreateSlave(1));
        return network;
    }

    [Test]
    public async Task Requests_sent_together_are_answered_in_order()
    {
        await Master.SendAsync((byte[])[.. RtuMasterTests.Rtu("01 06 0001 0003"), .. RtuMasterTests.Rtu("01 03 0001 0001")]);
        await Master.ExpectAsync("01 06 0001 0003 980B");
        await Master.ExpectAsync(Convert.ToHexString(RtuMasterTests.Rtu("01 03 02 0003")));
    }

    [Test]
    public async Task Idle_connection_is_closed()
    {
        await Master.SendAsync(RtuMasterTests.Rtu("01 06 0001 0003"));
        await Master.ReadAsync(8);
        await AdvanceUntilEndAsync(TimeSpan.FromSeconds(5));
        Assert.That(Ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("idle"));
    }

    [Test]
    public async Task Endless_drip_of_garbage_is_closed_after_the_frame_time()
    {
        var sent = 0;
        await Eventually.IsTrue(
            async () =>
            {
                if (Ends.Count == 0)
                {
                    await Master.SendAsync(new byte[] { 0x55 });
                    await AllReadAsync();
                    Time.Advance(TimeSpan.FromMilliseconds(200));
                    sent++;
                }

                return Ends.Count > 0;
            },
            "the dripping peer is closed");
        Assert.That(Ends[0], Is.InstanceOf<TimeoutException>().With.Message.Contain("complete"));
        Assert.That(sent, Is.InRange(10, 13), "2 s of frame time at one byte per 0.2 s");
    }
}
