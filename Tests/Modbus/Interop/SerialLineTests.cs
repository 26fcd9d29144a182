using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Transport;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus.Interop;

/// <summary>Our master and our slave at the two ends of a pseudo-terminal pair.</summary>
[Category("Integration")]
public class SerialLineTests
{
    private static readonly ModbusMasterOptions Options = new()
    {
        TransactionTimeout = TimeSpan.FromMilliseconds(500),
        ReconnectDelay = TimeSpan.FromMilliseconds(20),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(100),
    };

    [Test]
    public async Task Adapter_that_is_pulled_and_plugged_in_again_comes_back_at_both_ends()
    {
        await using var line = await PtyPair.OpenAsync();
        await using var slave = ServedSlave.OnSerial(line.Near);
        await using var master = ModbusFactory.CreateRtuMaster(PtyPair.Settings(line.Far), Options);
        await Eventually.IsTrue(() => slave.Statistics.Accepted == 1, "our slave has opened the line");
        await master.WriteSingleRegisterAsync(1, 0, 1);

        await line.PullOutAsync();
        await Assert.ThatAsync(() => master.ReadHoldingRegistersAsync(1, 0, 1), Throws.InstanceOf<ModbusException>());

        await line.PlugInAsync();
        await Eventually.IsTrue(() => AnswersAsync(master), "both ends have opened the line again");
    }

    [Test]
    public async Task Missing_port_is_a_connection_failure_that_names_it()
    {
        await using var master = ModbusFactory.CreateRtuMaster(new SerialSettings("/dev/no-such-port"), Options);
        var failure = await Assert.ThrowsAsync<ModbusConnectionException>(() => master.ReadHoldingRegistersAsync(1, 0, 1));
        Assert.That(failure!.RequestSent, Is.False);
        Assert.That(failure.Message, Does.Contain("/dev/no-such-port"));
    }

    private static async Task<bool> AnswersAsync(ModbusMaster master)
    {
        try
        {
            return (await master.ReadHoldingRegistersAsync(1, 0, 1))[0] == 1;
        }
        catch (ModbusException)
        {
            return false;
        }
    }
}
