using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;
using Signals.Sim.Cabinet;
using Signals.Tests.Support;

namespace Signals.Tests.Drivers.Cabinet;

[Category("Integration")]
public sealed class CabinetDriverTests
{
    [Test]
    public async Task Driver_identifies_claims_and_commands()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        Assert.That(rig.Cabinet.Authority.Epoch, Is.EqualTo(1));

        await rig.RunUntilAsync(() => rig.Cabinet.Sequencer.Go == GroupSet.Of(3), 60, "side street green", () => rig.Ask(3));

        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.Remote));
        Assert.That(rig.Driver.Statistics.Rejected, Is.Zero);
        Assert.That(rig.DrainEvents().Select(e => e.Kind), Does.Contain(CabinetLinkEventKind.Connected).And.Contains(CabinetLinkEventKind.Claimed));
    }

    [Test]
    public async Task Unchanged_request_is_not_written_again_but_its_lease_is_renewed()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunAsync(5, () => rig.Ask(0, 1));
        var writes = rig.Wire.Writes;

        await rig.RunAsync(30, () => rig.Ask(0, 1));

        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.Remote));
        Assert.That(rig.Wire.Writes - writes, Is.InRange(10, 40), "about one renewal a second, not one a tick");
    }

    [Test]
    public async Task Submission_that_is_a_little_late_costs_no_exchange_more_and_silence_is_polled_as_ever()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunAsync(1, () => rig.Ask(0, 1));
        var before = Exchanges(rig);
        for (var i = 0; i < 10; i++)
        {
            rig.StepCabinet(rig.Now + new Duration(110));
            rig.Time.Advance(TimeSpan.FromMilliseconds(110));
            await rig.Driver.SettleAsync();
            rig.Ask(0, 1);
            await rig.Driver.SettleAsync();
        }

        Assert.That(Exchanges(rig) - before, Is.EqualTo(10), "one a submission");
        before = Exchanges(rig);
        await rig.RunAsync(2);
        Assert.That(Exchanges(rig) - before, Is.InRange(18, 20), "one a period");
    }

    [Test]
    public async Task Silent_controller_lets_the_lease_lapse()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunAsync(5, () => rig.Ask(0, 1));

        await rig.RunAsync(4.5);

        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.LocalTimeOfDay));
        Assert.That(rig.Cabinet.Reason, Is.EqualTo(ModeReason.LeaseExpired));
    }

    private static long Exchanges(DriverRig rig) => rig.Driver.Statistics.Polls + rig.Driver.Statistics.Commands;

    [Test]
    public async Task Stale_command_is_dropped()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        var old = rig.Now;
        await rig.RunAsync(1);
        var governor = new Governor(rig.Cabinet.Table, rig.Cabinet.Intersection.Control);
        var verdict = governor.Govern(new ControlIntent(GroupSet.Of(3)), rig.Driver.Latest! with { ReceivedAt = old }, old);
        var writes = rig.Wire.Writes;

        rig.Driver.Submit(verdict.Command!);
        await rig.StepAsync();

        Assert.That(rig.Wire.Writes, Is.EqualTo(writes));
        Assert.That(rig.Driver.Statistics.Stale, Is.EqualTo(1));
    }

    [Test]
    public async Task Fenced_driver_observes_and_claims_again_only_when_told()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunAsync(2, () => rig.Ask(0, 1));
        Claim(rig.Cabinet, 2);

        await rig.RunAsync(30, () => rig.Ask(0, 1));

        Assert.That(rig.Cabinet.Authority.Epoch, Is.EqualTo(2), "no ping-pong of claims");
        Assert.That(rig.Driver.State, Is.EqualTo(LinkState.Observing));
        Assert.That(rig.Driver.Latest, Is.Not.Null, "it goes on polling");
        Assert.That(rig.Ask(0, 1), Is.EqualTo(Refusal.NotInControl));

        rig.Driver.AllowClaim();
        await rig.RunUntilAsync(() => rig.Driver.State == LinkState.Controlling, 2, "control after the permitted claim");
        Assert.That(rig.Cabinet.Authority.Epoch, Is.EqualTo(3));
    }

    [Test]
    public async Task Driver_that_stood_still_looks_before_it_writes()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunAsync(2, () => rig.Ask(0, 1));

        // The process sleeps; the world, another owner included, does not.
        Claim(rig.Cabinet, 2);
        var (rejected, writes) = (rig.Cabinet.Authority.RejectCount, rig.Wire.Writes);
        await rig.StandStillAsync(TimeSpan.FromSeconds(20), () => rig.Driver.Submit(rig.Zombie(3)));
        await rig.RunAsync(1, () => rig.Ask(3));

        AssertNoZombie(rig, rejected, writes);
    }

    [Test]
    public async Task Driver_that_stood_still_while_an_answer_was_on_its_way_takes_it_for_no_news()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunAsync(2, () => rig.Ask(0, 1));
        var (rejected, writes) = (rig.Cabinet.Authority.RejectCount, rig.Wire.Writes);

        await rig.StandStillInExchangeAsync(TimeSpan.FromSeconds(20), () => Claim(rig.Cabinet, 2), () => rig.Driver.Submit(rig.Zombie(3)));
        await rig.RunAsync(1, () => rig.Ask(3));

        AssertNoZombie(rig, rejected, writes);
    }

    [TestCase(CabinetInputs.ManualEnable)]
    [TestCase(CabinetInputs.PolicePanel)]
    [TestCase(CabinetInputs.FlashSwitch)]
    public async Task Driver_observes_while_a_person_has_the_cabinet_and_returns(CabinetInputs which)
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunAsync(2, () => rig.Ask(0, 1));
        rig.Cabinet.Panel.Set(which, true);
        await rig.RunAsync(1, () => rig.Ask(0, 1));
        var writes = rig.Wire.Writes;

        await rig.RunAsync(10, () => rig.Ask(0, 1));
        Assert.That(rig.Wire.Writes, Is.EqualTo(writes), "it does not fight");
        Assert.That(rig.Driver.State, Is.EqualTo(LinkState.Observing));

        rig.Cabinet.Panel.Set(which, false);
        await rig.RunUntilAsync(() => rig.Cabinet.Mode == CabinetMode.Remote, 60, "remote again", () => rig.Ask(0, 1));
        var kinds = rig.DrainEvents().Select(e => e.Kind).ToList();
        Assert.That(kinds, Does.Contain(CabinetLinkEventKind.AuthorityLost).And.Contains(CabinetLinkEventKind.AuthorityRegained));
    }

    [Test]
    public async Task Network_freeze_of_2_s_keeps_the_lease_and_a_longer_one_gives_the_cabinet_back()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        await rig.RunUntilAsync(() => rig.Cabinet.Mode == CabinetMode.Remote, 5, "remote", () => rig.Ask(0, 1));
        await rig.RunUntilAsync(() => rig.Cabinet.Authority.LeaseRemaining(rig.Cabinet.Now) > Duration.FromSeconds(2.8), 5, "a fresh lease", () => rig.Ask(0, 1));

        rig.Wire.IsDown = true;
        await rig.RunAsync(2, () => rig.Ask(0, 1));
        Assert.That(rig.Driver.Latest, Is.Null);
        Assert.That(rig.Driver.Problem, Does.Contain("down"));
        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.Remote));

        await rig.RunAsync(2, () => rig.Ask(0, 1));
        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.LocalTimeOfDay));

        rig.Wire.IsDown = false;
        await rig.RunUntilAsync(() => rig.Cabinet.Mode == CabinetMode.Remote, 5, "remote again", () => rig.Ask(0, 1));
        Assert.That(rig.Cabinet.Authority.Epoch, Is.EqualTo(1), "a lost network is no lost epoch");
    }

    [Test]
    public async Task Stuck_heartbeat_is_no_cabinet()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        for (var i = 0; i < 7; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            await rig.SettleAsync();
        }

        Assert.That(rig.Driver.Latest, Is.Null);
        Assert.That(rig.Driver.Problem, Does.Contain("heartbeat"));

        await rig.StepAsync();
        Assert.That(rig.Driver.Latest, Is.Not.Null);
    }

    [Test]
    public async Task Wrong_cabinet_is_refused_with_the_register_named()
    {
        await using var rig = new DriverRig(TestIntersections.German(), TestIntersections.RingBarrier());
        await rig.RunAsync(1, () => rig.Ask(0));

        Assert.That(rig.Driver.State, Is.EqualTo(LinkState.Mismatch));
        Assert.That(rig.Driver.Problem, Does.Contain("input register 4 (number of groups) holds 6, expected 12"));
        Assert.That(rig.Wire.Writes, Is.Zero);
        await Assert.ThrowsAsync<CabinetMismatchException>(() => rig.Driver.IdentifyAsync(CancellationToken.None));
    }

    [Test]
    public async Task Other_safety_configuration_is_refused_with_the_register_named()
    {
        var german = TestIntersections.German();
        var changed = german with { Groups = german.Groups.SetItem(0, german.Groups[0] with { Timing = german.Groups[0].Timing with { MinGo = Duration.FromSeconds(6) } }) };
        await using var rig = new DriverRig(german, changed);
        await rig.RunAsync(1);

        Assert.That(rig.Driver.Problem, Does.Contain("input registers 8-9 (safetyConfigHash)"));
        Assert.That(rig.Cabinet.Authority.Epoch, Is.Zero, "nothing was claimed");
    }

    [Test]
    public async Task Counts_of_wired_detectors_come_with_the_status_once_a_second()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        var before = rig.Driver.Latest!.DetectorCounts;
        for (var i = 0; i < 7; i++)
        {
            rig.Cabinet.Detectors.Set(2, i % 2 == 0);
            await rig.StepAsync();
        }

        await rig.RunAsync(1.1);

        var after = rig.Driver.Latest!.DetectorCounts;
        Assert.That(after, Has.Length.EqualTo(6), "up to the highest wired channel");
        Assert.That((ushort)(after[1] - before[1]), Is.EqualTo(4));
    }

    [Test]
    public async Task Rejection_that_goes_on_is_counted_each_time_and_reported_once()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        rig.Cabinet.Detectors.Set(4, true);
        await rig.RunUntilAsync(() => rig.Cabinet.Reason == ModeReason.CycleFault, 400, "cycle fault", () => rig.Ask(0, 1));
        rig.DrainEvents();
        var before = rig.Driver.Statistics.Rejected;

        await rig.RunAsync(1, () => rig.Ask(0, 1));

        Assert.That(rig.Driver.Statistics.Rejected - before, Is.GreaterThan(5));
        Assert.That(rig.Driver.Statistics.LastReject, Is.EqualTo(RejectCode.NotInControl));
        Assert.That(rig.DrainEvents().Count(e => e.Kind == CabinetLinkEventKind.CommandRejected), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task Shadow_claims_nothing()
    {
        await using var rig = new DriverRig(options: new CabinetDriverOptions { ClaimAtStart = false });
        await rig.RunAsync(5, () => rig.Ask(0, 1));

        Assert.That(rig.Cabinet.Authority.Epoch, Is.Zero);
        Assert.That(rig.Driver.State, Is.EqualTo(LinkState.Observing));
        Assert.That(rig.Wire.Writes, Is.Zero);
    }

    [Test]
    public async Task Cabinet_that_lost_its_epoch_is_claimed_again()
    {
        await using var rig = await new DriverRig().ReadyAsync();
        Claim(rig.Cabinet, 2);
        await rig.RunAsync(1);
        rig.Driver.AllowClaim();
        await rig.RunAsync(1);
        Assert.That(rig.Cabinet.Authority.Epoch, Is.EqualTo(3));
        Assert.That(rig.Driver.State, Is.EqualTo(LinkState.Controlling));
    }

    private static void AssertNoZombie(DriverRig rig, int rejected, int writes)
    {
        Assert.That(rig.Wire.Writes, Is.EqualTo(writes), "nothing was written on the word of before the pause");
        Assert.That(rig.Cabinet.Authority.RejectCount, Is.EqualTo(rejected), "no zombie write reached the cabinet");
        Assert.That(rig.DrainEvents().Select(e => e.Kind), Does.Contain(CabinetLinkEventKind.Paused).And.Contains(CabinetLinkEventKind.Fenced));
    }

    private static void Claim(EmulatedCabinet cabinet, uint epoch)
    {
        var claim = new ushort[RegisterMap.Claim.Length];
        new ClaimFrame(epoch, 66).Encode(claim);
        cabinet.Registers.WriteHoldingRegisters(RegisterMap.Claim.Start, claim);
    }
}
