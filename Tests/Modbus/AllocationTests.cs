using System.Net;
using Signals.Modbus;
using Signals.Modbus.Client;

namespace Signals.Tests.Modbus;

/// <summary>A 10 Hz poll of hundreds of cabinets must not feed the garbage collector.</summary>
[Category("Integration")]
[NonParallelizable]
public class AllocationTests
{
#if DEBUG
    /// <summary>Bytes, both ends together. In a debug build every async method's state is an object of its own.</summary>
    private const double MostPerPollOverTcp = 1200;
    private const double MostPerPollInProcess = 500;
#else
    /// <summary>
    /// Bytes, both ends together: what the runtime needs to hand completions to the thread pool. About 150 once the optimising compiler has
    /// been there, about 360 before.
    /// </summary>
    private const double MostPerPollOverTcp = 600;
    /// <summary>Nothing once the optimising compiler has been there; one small object a poll before.</summary>
    private const double MostPerPollInProcess = 64;
#endif

    [Test]
    public async Task Poll_over_tcp_is_nearly_free_of_allocation_at_both_ends()
    {
        const int Polls = 2000;
        using var stop = new CancellationTokenSource();
        var network = ModbusFactory.CreateTcpSlaveNetwork(new IPEndPoint(IPAddress.Loopback, 0));
        network.AddSlave(ModbusFactory.CreateSlave(1));
        var serving = network.ListenAsync(stop.Token);
        await using var master = ModbusFactory.CreateTcpMaster("127.0.0.1", network.LocalEndPoint.Port);
        var status = new ushort[16];
        var frame = new ushort[32];

        async Task PollAsync(int polls)
        {
            for (var i = 0; i < polls; i++)
            {
                await master.ReadWriteMultipleRegistersAsync(1, 100, status, 0, frame);
            }
        }

        await PollAsync(500);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await PollAsync(Polls);
        var perPoll = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Polls;
        TestContext.Out.WriteLine($"{perPoll} bytes per poll, master and slave");
        Assert.That(perPoll, Is.LessThan(MostPerPollOverTcp));
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task Poll_in_process_ends_when_the_call_returns_and_allocates_next_to_nothing()
    {
        const int Polls = 2000;
        await using var master = new ModbusMaster([ModbusFactory.CreateSlave(1)]);
        var status = new ushort[16];
        var frame = new ushort[32];
        var pending = 0;
        var before = 0L;
        for (var i = -Polls; i < Polls; i++)
        {
            if (i == 0)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            var poll = master.ReadWriteMultipleRegistersAsync(1, 100, status, 0, frame);
            pending += poll.IsCompleted ? 0 : 1;
            await poll;
        }

        var perPoll = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Polls;
        TestContext.Out.WriteLine($"{perPoll} bytes per poll");
        Assert.That(pending, Is.Zero);
        Assert.That(perPoll, Is.LessThan(MostPerPollInProcess));
    }
}
