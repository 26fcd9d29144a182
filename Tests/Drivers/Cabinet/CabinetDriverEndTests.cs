using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;

namespace Signals.Tests.Drivers.Cabinet;

/// <summary>What a driver says last.</summary>
[Category("Integration")]
public sealed class CabinetDriverEndTests
{
    [Test]
    public async Task Stopping_sends_a_pending_release()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunUntilAsync(() => rig.Cabinet.Mode == CabinetMode.Remote, 5, "remote", () => rig.Ask(0, 1));
        rig.Release();
        await rig.StopDriverAsync();
        rig.StepCabinet();

        Assert.That((rig.Cabinet.Mode, rig.Cabinet.Reason), Is.EqualTo((CabinetMode.LocalTimeOfDay, ModeReason.Released)));
    }

    [Test]
    public async Task Stopping_without_a_release_leaves_a_whole_lease_to_the_successor()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunUntilAsync(() => rig.Cabinet.Mode == CabinetMode.Remote, 5, "remote", () => rig.Ask(0, 1));
        await rig.RunUntilAsync(() => rig.Cabinet.Authority.LeaseRemaining(rig.Now) < new Duration(2300), 5, "lease half gone", () => rig.Ask(0, 1));
        await rig.StopDriverAsync();
        rig.StepCabinet();

        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.Remote));
        Assert.That(rig.Cabinet.Authority.LeaseRemaining(rig.Now), Is.EqualTo(new Duration(3000)));
    }

    [Test]
    public async Task Stopping_long_after_the_controller_fell_silent_renews_nothing()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunAsync(5, () => rig.Ask(0, 1));
        await rig.RunAsync(1.5);
        var writes = rig.Wire.Writes;
        await rig.StopDriverAsync();

        Assert.That(rig.Wire.Writes, Is.EqualTo(writes));
    }
}
