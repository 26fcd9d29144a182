using Signals.Core.Ports;
using Signals.Drivers.Cabinet;
using Signals.Modbus;

namespace Signals.Tests.Drivers.Cabinet;

/// <summary>What the Modbus master reports of a bad line, and what the driver makes of it: no status, no command, and a new start when it answers.</summary>
[Category("Integration")]
public sealed class LinkFaultTests
{
    private static readonly TestCaseData[] Faults =
    [
        Fault("timeout", function => new ModbusTimeoutException("no answer", 1, function, requestSent: true)),
        Fault("exception", function => new SlaveException(1, function, SlaveExceptionCode.SlaveDeviceFailure)),
        Fault("wrong transaction", function => new ModbusProtocolException("transaction 7 was answered but not asked", null, 1, function, requestSent: true)),
        Fault("connection lost", function => new ModbusConnectionException("reset by peer", null, 1, function, requestSent: true)),
    ];

    [TestCaseSource(nameof(Faults))]
    public async Task Any_fault_of_the_line_takes_the_status_away_and_control_returns_when_it_ends(Func<byte, ModbusException> fault)
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunUntilAsync(() => rig.Cabinet.Mode == CabinetMode.Remote, 5, "remote", () => rig.Ask(0, 1));
        rig.DrainEvents();

        rig.Wire.Fault = fault;
        await rig.RunAsync(0.2, () => rig.Ask(0, 1));
        Assert.That(rig.Driver.Latest, Is.Null, "within two polls");
        Assert.That(rig.Driver.State, Is.EqualTo(LinkState.Unreachable));
        Assert.That(rig.Driver.Problem, Is.EqualTo(fault(4).Message).Or.EqualTo(fault(23).Message));
        await rig.RunAsync(1, () => rig.Ask(0, 1));
        rig.Wire.Fault = null;

        await rig.RunUntilAsync(() => rig.Driver.State == LinkState.Controlling, 2.1, "control again after the longest retry delay");
        Assert.That(rig.Cabinet.Authority.Epoch, Is.EqualTo(1), "the epoch outlives the fault");
        Assert.That(rig.DrainEvents().Select(e => e.Kind), Is.EqualTo(new[]
        {
            CabinetLinkEventKind.Lost, CabinetLinkEventKind.Connected, CabinetLinkEventKind.AuthorityRegained,
        }), "one event a fault, not one a try");
    }

    private static TestCaseData Fault(string name, Func<byte, ModbusException> make) => new TestCaseData(make).SetArgDisplayNames(name);
}
