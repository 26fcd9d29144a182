using Microsoft.Extensions.Time.Testing;
using Signals.Modbus.Server;
using Signals.Modbus.Transport;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

/// <summary>Slaves at one end of a stream, a scripted master at the other, in fake time; anew for each test.</summary>
public abstract class ServedStreamFixture
{
    private readonly List<Exception?> _ends = [];
    private CancellationTokenSource _stop = null!;
    private Task _serving = null!;

    protected FakeTimeProvider Time { get; private set; } = null!;

    protected ScriptedSlave Line { get; private set; } = null!;

    protected ModbusStreamSlaveNetwork Network { get; private set; } = null!;

    protected ScriptedConnection Master { get; private set; } = null!;

    /// <summary>Why connections ended so far, null for a peer that closed.</summary>
    protected IReadOnlyList<Exception?> Ends => _ends;

    [SetUp]
    public async Task SetUp()
    {
        _ends.Clear();
        _stop = new CancellationTokenSource();
        Time = new FakeTimeProvider();
        Line = new ScriptedSlave { Capacity = 4096 };
        Network = Serve(Line, new ModbusSlaveNetworkOptions { ConnectionEnded = (_, why) => _ends.Add(why) }, Time);
        _serving = Network.ListenAsync(_stop.Token);
        Master = await Line.AcceptAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _stop.CancelAsync();
        await _serving.WaitAsync(TimeSpan.FromSeconds(5));
        Line.Dispose();
        _stop.Dispose();
    }

    /// <summary>The network to test, with its slaves.</summary>
    protected abstract ModbusStreamSlaveNetwork Serve(IModbusConnector line, ModbusSlaveNetworkOptions options, TimeProvider time);

    /// <summary>Lets time pass in steps until the connection has ended.</summary>
    protected Task AdvanceUntilEndAsync(TimeSpan step) => Eventually.IsTrue(
        () =>
        {
            if (Ends.Count == 0)
            {
                Time.Advance(step);
            }

            return Ends.Count > 0;
        },
        "the connection ends");

    /// <summary>Waits until the slaves have taken every byte that was sent, or the connection has ended.</summary>
    protected Task AllReadAsync() =>
        Eventually.IsTrue(() => Ends.Count > 0 || Master.Stream is DuplexStream { HasUnreadOutput: false }, "what was sent is read");
}
