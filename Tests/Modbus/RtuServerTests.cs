using Signals.Modbus;
using Signals.Modbus.Server;
using Signals.Modbus.Transport;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

/// <summary>A serial line with units 1 and 2 on it, in fake time; the frame gap is the default 20 ms.</summary>
[Category("Unit")]
public class RtuServerTests : ServedStreamFixture
{
    protected override ModbusStreamSlaveNetwork Serve(IModbusConnector line, ModbusSlaveNetworkOptions options, TimeProvider time)
    {
        var network = new ModbusStreamSlaveNetwork(line, options: options, timeProvider: time);
        network.AddSlave(ModbusFactory.CreateSlave(1));
        network.AddSlave(ModbusFactory.CreateSlave(2));
        return network;
    }

    [Test]
    public async Task Request_of_known_length_is_answered_without_waiting_for_silence()
    {
        await Master.SendAsync("01 06 0001 0003 980B");
        await Master.ExpectAsync("01 06 0001 0003 980B");
    }

    [Test]
    public async Task Request_may_arrive_byte_by_byte_within_the_gap()
    {
        foreach (var single in RtuMasterTests.Rtu("01 10 0000 0001 02 1234"))
        {
            await Master.SendAsync(new[] { single });
            await Task.Yield();
        }

        await Master.SendAsync(RtuMasterTests.Rtu("02 03 0000 0001"));
        await Master.ExpectAsync(Convert.ToHexString(RtuMasterTests.Rtu("01 10 0000 0001")));
        await Master.ExpectAsync(Convert.ToHexString(RtuMasterTests.Rtu("02 03 02 0000")));
    }

    [Test]
    public async Task Unknown_unit_and_broadcast_are_not_answered_but_the_broadcast_is_carried_out()
    {
        await Master.SendAsync(RtuMasterTests.Rtu("09 03 0000 0001"));
        await Master.SendAsync(RtuMasterTests.Rtu("00 06 0000 0042"));
        foreach (var unit in new[] { "01", "02" })
        {
            await Master.SendAsync(RtuMasterTests.Rtu($"{unit} 03 0000 0001"));
            await Master.ExpectAsync(Convert.ToHexString(RtuMasterTests.Rtu($"{unit} 03 02 0042")));
        }
    }

    [Test]
    public async Task Damaged_request_is_dropped_until_the_line_is_silent()
    {
        await Master.SendAsync("01 06 0001 0003 980C");
        await Master.SendAsync("01 06 0001 0003 980B");
        await SilenceAsync(malformed: 1);
        await AnswersAgainAsync();
    }

    [Test]
    public async Task Partial_request_is_dropped_at_a_silence()
    {
        await Master.SendAsync("01 06 0001");
        await SilenceAsync(malformed: 1);
        await AnswersAgainAsync();
    }

    [Test]
    public async Task Unknown_function_is_refused_after_the_silence_that_ends_it()
    {
        await Master.SendAsync(RtuMasterTests.Rtu("01 64 01 02 03"));
        await SilenceAsync(requests: 1);
        await Master.ExpectAsync(Convert.ToHexString(RtuMasterTests.Rtu("01 E4 01")));
    }

    [Test]
    public async Task Another_slaves_answer_on_the_line_is_passed_over()
    {
        await Master.SendAsync(RtuMasterTests.Rtu("09 03 02 0011"));
        await SilenceAsync(requests: 1);
        await AnswersAgainAsync();
    }

    [Test]
    public async Task Endless_noise_is_not_collected_and_the_line_recovers()
    {
        var noise = new byte[300];
        Array.Fill(noise, (byte)0x55);
        for (var i = 0; i < 40; i++)
        {
            await Master.SendAsync(noise);
        }

        await SilenceAsync(malformed: 1);
        await AnswersAgainAsync();
    }

    /// <summary>Time passes without a byte until the line has judged what was sent.</summary>
    private async Task SilenceAsync(long malformed = 0, long requests = 0)
    {
        await AllReadAsync();
        await Eventually.IsTrue(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(21));
                return Network.Statistics.Malformed == malformed && Network.Statistics.Requests == requests;
            },
            "the silence ends the frame");
    }

    /// <summary>Asks as a master does: again after a silence, should the request have fallen into the end of the noise.</summary>
    private async Task AnswersAgainAsync()
    {
        var answer = Master.ReadAsync(8);
        await Eventually.IsTrue(
            async () =>
            {
                await Master.SendAsync(RtuMasterTests.Rtu("01 06 0001 0003"));
                await AllReadAsync();
                Time.Advance(TimeSpan.FromMilliseconds(21));
                return answer.IsCompleted;
            },
            "the line answers again");
        Assert.That(Convert.ToHexString(await answer), Is.EqualTo("010600010003980B"));
    }
}
