using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;
using Signals.Modbus;
using Signals.Sim.Cabinet;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

/// <summary>Epoch, two masters, lease in every interval, and what a cabinet refuses.</summary>
[Category("Unit")]
public sealed class AuthorityTests
{
    [Test]
    public void Claim_is_granted_only_for_the_next_epoch()
    {
        var rig = new CabinetRig(TestIntersections.German()).RunToLocal();

        Assert.That(rig.Claim(2), Is.EqualTo(SlaveExceptionCode.IllegalDataValue));
        Assert.That(rig.Claim(1), Is.EqualTo(SlaveExceptionCode.None));
        Assert.That(rig.Claim(1), Is.EqualTo(SlaveExceptionCode.IllegalDataValue), "two claimants of one epoch: the second loses");
        Assert.That(rig.Epochs.Load(), Is.EqualTo(1));
    }

    [Test]
    public void Claim_that_cannot_be_stored_is_not_granted()
    {
        var rig = new CabinetRig(TestIntersections.German(), epochs: new FullStore());

        Assert.That(() => rig.Claim(1), Throws.TypeOf<IOException>());
        Assert.That(rig.Cabinet.Authority.Epoch, Is.Zero);
    }

    [Test]
    public void Stale_and_unclaimed_epochs_are_refused()
    {
        var rig = new CabinetRig(TestIntersections.German()).RunToLocal();
        rig.Claim(1);
        var frame = rig.Frame(CommandKind.AllRed);
        rig.Claim(2);

        Assert.That(rig.Send(frame), Is.EqualTo(RejectCode.StaleEpoch));
        Assert.That(rig.Send(frame with { Epoch = 3 }), Is.EqualTo(RejectCode.EpochNotNext));
        Assert.That(rig.Send(frame with { Epoch = 0 }), Is.EqualTo(RejectCode.StaleEpoch));
    }

    [Test]
    public void Two_masters_alternating_never_toggle_the_signals()
    {
        var rig = new CabinetRig(TestIntersections.German()).RunToLocal();
        rig.Claim(1);
        var former = rig.Frame(CommandKind.Stage, stage: 3);
        rig.Claim(2);
        var stages = new HashSet<ushort>();

        for (ushort i = 1; i < 300; i++)
        {
            Assert.That(rig.Send(former with { Seq = i }), Is.EqualTo(RejectCode.StaleEpoch));
            Assert.That(rig.Send(CommandKind.Stage, stage: 1), Is.EqualTo(RejectCode.None));
            rig.StepOnce();
            stages.Add(rig.Status(RegisterMap.Status.ActiveStage));
        }

        Assert.That(stages, Is.EqualTo(new[] { (ushort)1 }));
    }

    [Test]
    public void Epoch_survives_a_power_failure_in_the_file_store()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"epoch-{Guid.NewGuid():N}");
        try
        {
            var rig = new CabinetRig(TestIntersections.German(), epochs: new FileEpochStore(path));
            rig.Claim(1);
            rig.Claim(2);

            var again = new CabinetRig(TestIntersections.German(), epochs: new FileEpochStore(path));

            Assert.That(again.Cabinet.Authority.Epoch, Is.EqualTo(2));
            Assert.That(again.Claim(2), Is.EqualTo(SlaveExceptionCode.IllegalDataValue));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<TestCaseData> Intervals()
    {
        foreach (var state in (GroupState[])[GroupState.Green, GroupState.Yellow, GroupState.Red, GroupState.Walk, GroupState.PedestrianClearance])
        {
            yield return new TestCaseData(state);
        }
    }

    [TestCaseSource(nameof(Intervals))]
    public void Lease_expiry_finishes_what_runs_and_goes_to_the_local_plan(GroupState interval)
    {
        var rig = new CabinetRig(TestIntersections.RingBarrier()).RunToLocal();
        rig.Claim(1);
        var group = interval is GroupState.Walk or GroupState.PedestrianClearance ? TestIntersections.Pedestrian4 : 3;
        var served = false;
        while (!(served && rig.Cabinet.Shown.States[group] == interval))
        {
            var go = rig.Cabinet.Sequencer.Go;
            served |= go.Contains(3) && (group == 3 || go.Contains(group));
            var leaving = served && interval is not (GroupState.Green or GroupState.Walk);
            Assert.That(leaving ? rig.Ask(1, 5) : rig.Ask(3, 7, TestIntersections.Pedestrian4), Is.EqualTo(RejectCode.None));
            rig.StepOnce();
            Assert.That(rig.Cabinet.Uptime, Is.LessThan(Duration.FromSeconds(200)), $"{interval} was never reached");
        }

        rig.RunUntil(() => rig.Cabinet.Mode != CabinetMode.Remote, 3.2, "lease expiry");

        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.LocalTimeOfDay));
        Assert.That(rig.Cabinet.Reason, Is.EqualTo(ModeReason.LeaseExpired));
        rig.Run(240);
        Assert.That(rig.Audit.Total + rig.Cabinet.Monitor.Findings.Total, Is.Zero, rig.Audit.ToString());
    }

    [Test]
    public void Release_hands_back_at_once()
    {
        var rig = new CabinetRig(TestIntersections.German()).RunToLocal();
        rig.Claim(1);
        rig.Drive(3, 0, 1);

        rig.Send(CommandKind.Release);
        rig.StepOnce();

        Assert.That((rig.Cabinet.Mode, rig.Cabinet.Reason), Is.EqualTo((CabinetMode.LocalTimeOfDay, ModeReason.Released)));
    }

    [Test]
    public void Renew_without_a_standing_command_is_refused()
    {
        var rig = new CabinetRig(TestIntersections.German()).RunToLocal();
        rig.Claim(1);

        Assert.That(rig.Send(CommandKind.Renew), Is.EqualTo(RejectCode.NotInControl));
    }

    [Test]
    public void Takeover_keeps_what_is_shown_until_the_new_owner_commands()
    {
        var rig = new CabinetRig(TestIntersections.RingBarrier()).RunToLocal();
        rig.Claim(1);
        rig.Drive(30, 3, 7);
        var shown = rig.Cabinet.Sequencer.Go;

        rig.Claim(2);
        rig.Run(1);
        Assert.That(rig.Cabinet.Sequencer.Go, Is.EqualTo(shown));

        rig.Drive(5, 3, 7);
        Assert.That(rig.Cabinet.Sequencer.Go, Is.EqualTo(shown), "adopting the running interval is no step");
        Assert.That(rig.Audit.Total, Is.Zero, rig.Audit.ToString());
    }

    private sealed class FullStore : IEpochStore
    {
        public uint Load() => 0;

        public void Store(uint epoch) => throw new IOException("no space left on device");
    }
}
