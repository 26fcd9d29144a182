using Microsoft.Extensions.Time.Testing;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;
using Signals.Drivers.Cabinet.Profiles;
using Signals.Modbus.Client;
using Signals.Modbus.Server;
using Signals.Tests.Support;

namespace Signals.Tests.Drivers.Cabinet;

/// <summary>The plc-stage profile against an emulated PLC, through the same driver as the native map.</summary>
[Category("Integration")]
public sealed class StageProtocolTests
{
    private static readonly Intersection German = TestIntersections.German();
    private readonly SafetyTable _table = SafetyTable.Compile(German);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task Governed_stages_reach_the_plc_and_its_status_comes_back()
    {
        var plc = new EmulatedStagePlc();
        await using var master = new ModbusMaster([new ModbusSlave(1, plc)]);
        using var driver = Driver(master);
        using var stop = new CancellationTokenSource();
        var running = driver.RunAsync(stop.Token);
        var governor = new Governor(_table, German.Control);
        var stages = new HashSet<int>();

        for (var i = 0; i < 900; i++)
        {
            await StepAsync(plc, driver);
            var stage = (StageSequence)German.Sequence is var sequence ? sequence.Stages[i / 300] : null!;
            var verdict = governor.Govern(new ControlIntent(stage.Groups, stage.Number), driver.Latest, Now);
            if (verdict.Command is not null)
            {
                driver.Submit(verdict.Command);
            }

            if (i % 300 == 299)
            {
                Assert.That(plc.Green, Is.EqualTo(stage.Number));
                Assert.That(driver.Latest!.Mode, Is.EqualTo(CabinetMode.Remote));
                Assert.That(driver.Latest.Groups[stage.Groups.GetEnumerator() is var e && e.MoveNext() ? e.Current : 0].State, Is.EqualTo(GroupState.Green));
                Assert.That(driver.Latest.Presence, Is.EqualTo(0x1_0005UL));
                stages.Add(plc.Green);
            }
        }

        Assert.That(stages, Has.Count.EqualTo(3));
        plc.IsManual = true;
        await StepAsync(plc, driver);
        await StepAsync(plc, driver);
        Assert.That(driver.State, Is.EqualTo(LinkState.Observing));
        await stop.CancelAsync();
        await running;
    }

    [Test]
    public async Task Plc_watchdog_takes_over_when_the_controller_is_silent()
    {
        var plc = new EmulatedStagePlc();
        await using var master = new ModbusMaster([new ModbusSlave(1, plc)]);
        using var driver = Driver(master);
        using var stop = new CancellationTokenSource();
        var running = driver.RunAsync(stop.Token);
        var governor = new Governor(_table, German.Control);
        for (var i = 0; i < 50; i++)
        {
            await StepAsync(plc, driver);
            if (governor.Govern(new ControlIntent(GroupSet.Of(0, 1), 1), driver.Latest, Now).Command is { } command)
            {
                driver.Submit(command);
            }
        }

        Assert.That(plc.IsRemote, Is.True);
        for (var i = 0; i < 45; i++)
        {
            await StepAsync(plc, driver);
        }

        Assert.That(plc.IsRemote, Is.False);
        await stop.CancelAsync();
        await running;
    }

    [Test]
    public async Task Crossing_of_a_green_stage_counts_as_served_or_its_call_would_wait_for_ever()
    {
        var plc = new EmulatedStagePlc();
        await using var master = new ModbusMaster([new ModbusSlave(1, plc)]);
        using var driver = Driver(master);
        using var stop = new CancellationTokenSource();
        var running = driver.RunAsync(stop.Token);
        var crossings = new List<(GroupState Main, GroupState Side)>();

        for (var i = 0; i < 600; i++)
        {
            await StepAsync(plc, driver);
            if (driver.Latest is { } status && (status.Groups[4].State, status.Groups[5].State) is var shown && crossings.LastOrDefault() != shown)
            {
                crossings.Add(shown);
            }
        }

        // Stage 1 with the crossing of the main street, stage 2 without any, stage 3 with that of the side street.
        Assert.That(crossings.Take(5), Is.EqualTo(new[]
        {
            (GroupState.Walk, GroupState.DontWalk), (GroupState.PedestrianClearance, GroupState.DontWalk), (GroupState.DontWalk, GroupState.DontWalk),
            (GroupState.DontWalk, GroupState.Walk), (GroupState.DontWalk, GroupState.PedestrianClearance),
        }));
        await stop.CancelAsync();
        await running;
    }

    [Test]
    public async Task Wrong_device_is_refused_with_the_register_named()
    {
        await using var master = new ModbusMaster([new ModbusSlave(1, new EmulatedStagePlc { Magic = 7 })]);
        using var driver = Driver(master);

        var refused = await Assert.ThrowsAsync<CabinetMismatchException>(() => driver.IdentifyAsync(CancellationToken.None));

        Assert.That(refused!.Message, Does.Contain("input register 0 (device magic) holds 7, expected 20556"));
    }

    [Test]
    public void Ring_barrier_cannot_run_on_a_stage_device() =>
        Assert.That(
            () => DeviceProfiles.Find("plc-stage", ".").CreateProtocol(TestIntersections.RingBarrier(), SafetyTable.Compile(TestIntersections.RingBarrier()), 1),
            Throws.TypeOf<CabinetMismatchException>().With.Message.Contains("takes only stages"));

    private Instant Now => new(_time.GetUtcNow().ToUnixTimeMilliseconds());

    private CabinetDriver Driver(IModbusMaster master) =>
        new(master, DeviceProfiles.Find("plc-stage", ".").CreateProtocol(German, _table, ownerId: 1), timeProvider: _time);

    private async Task StepAsync(EmulatedStagePlc plc, CabinetDriver driver)
    {
        await driver.SettleAsync();
        plc.Step();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await driver.SettleAsync();
    }
}
