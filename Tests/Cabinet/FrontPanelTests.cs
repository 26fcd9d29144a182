using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;
using Signals.Sim.Cabinet;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

/// <summary>People at the cabinet, pre-emption, and clocks.</summary>
[Category("Unit")]
public sealed class FrontPanelTests
{
    private CabinetRig _rig = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new CabinetRig(TestIntersections.RingBarrier()).RunToLocal();
        _rig.Claim(1);
        _rig.Drive(2, 1, 5);
    }

    [TearDown]
    public void NothingUnsafe() => Assert.That(_rig.Audit.Total, Is.Zero, _rig.Audit.ToString());

    [TestCase(CabinetInputs.FlashSwitch, CabinetMode.CommandedFlash)]
    [TestCase(CabinetInputs.PolicePanel, CabinetMode.Police)]
    [TestCase(CabinetInputs.ManualEnable, CabinetMode.Manual)]
    [TestCase(CabinetInputs.StopTime, CabinetMode.Manual)]
    public void Switch_takes_the_cabinet_from_the_remote_and_gives_it_back(CabinetInputs which, CabinetMode mode)
    {
        _rig.Cabinet.Panel.Set(which, true);
        _rig.StepOnce();

        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(mode));
        Assert.That(_rig.Ask(1, 5), Is.EqualTo(RejectCode.NotInControl));
        Assert.That(_rig.Status(RegisterMap.Status.Inputs), Is.EqualTo((ushort)which));

        _rig.Run(20);
        _rig.Cabinet.Panel.Set(which, false);
        _rig.RunToLocal();
        Assert.That(_rig.Ask(1, 5), Is.EqualTo(RejectCode.None));
    }

    [Test]
    public void Door_and_flash_switch_flash_at_once_and_leave_through_all_red()
    {
        _rig.Cabinet.Panel.Set(CabinetInputs.DoorOpen | CabinetInputs.FlashSwitch, true);
        _rig.StepOnce();
        Assert.That(_rig.Cabinet.Shown.States[3], Is.EqualTo(GroupState.FlashingRed));
        Assert.That(_rig.Cabinet.Lamps.Lit.FlashTransfer, Is.True);

        _rig.Run(30);
        _rig.Cabinet.Panel.Set(CabinetInputs.FlashSwitch, false);
        _rig.StepOnce();

        Assert.That(_rig.Cabinet.Shown.States.ToArray(), Is.All.AnyOf(GroupState.Red, GroupState.DontWalk));
        _rig.RunToLocal();
        Assert.That(_rig.Cabinet.Sequencer.Go.IsSupersetOf(_rig.Cabinet.Intersection.StartUp), Is.True);
    }

    [Test]
    public void Interval_advance_moves_one_interval_through_the_clearances()
    {
        _rig.Cabinet.Panel.Set(CabinetInputs.ManualEnable, true);
        _rig.Run(120);
        var held = _rig.Cabinet.Sequencer.Go;
        Assert.That(held, Is.EqualTo(GroupSet.Of(1, 5)), "without a press nothing moves");

        _rig.Cabinet.Panel.PressIntervalAdvance();
        _rig.Run(120);

        Assert.That(_rig.Cabinet.Sequencer.Go, Is.EqualTo(GroupSet.Of(2, 6)), "phases 3 and 7 follow 2 and 6");
    }

    [Test]
    public void Stop_time_ends_and_starts_nothing_but_finishes_clearances()
    {
        _rig.Drive(20, 1, 5);
        while (_rig.Cabinet.Shown.States[1] != GroupState.Yellow)
        {
            _rig.Ask(3, 7);
            _rig.StepOnce();
        }

        _rig.Cabinet.Panel.Set(CabinetInputs.StopTime, true);
        _rig.Run(60);

        Assert.That(_rig.Cabinet.Shown.States[1], Is.EqualTo(GroupState.Red));
        Assert.That(_rig.Cabinet.Sequencer.Go.IsEmpty, Is.True);
    }

    [Test]
    public void Preemption_clears_walk_fully_dwells_and_returns()
    {
        _rig.Drive(40, 3, 7, TestIntersections.Pedestrian4);
        _rig.Cabinet.Panel.SetPreempt(2, true);
        _rig.StepOnce();
        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(CabinetMode.Preempt));
        Assert.That(_rig.Status(RegisterMap.Status.PreemptInputs), Is.EqualTo(2));

        _rig.RunUntil(() => _rig.Cabinet.Sequencer.Go == GroupSet.Of(1, 5), 60, "pre-emption green");
        _rig.Cabinet.Panel.SetPreempt(2, false);
        _rig.Run(4);
        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(CabinetMode.Preempt), "minimum dwell");

        _rig.Run(2);
        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(CabinetMode.LocalTimeOfDay));
    }

    [Test]
    public void Preemption_input_stuck_on_is_ignored_after_its_maximum()
    {
        _rig.Cabinet.Panel.SetPreempt(1, true);
        _rig.Run(179);
        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(CabinetMode.Preempt));

        _rig.Run(3);

        Assert.That(_rig.Cabinet.Mode, Is.EqualTo(CabinetMode.LocalTimeOfDay));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public void Clock_jump_of_an_hour_changes_no_interval_and_no_lease(int hours)
    {
        var (jumped, straight) = (Rig(), Rig());
        for (var i = 0; i < 1200; i++)
        {
            var now = jumped.Now + EmulatedCabinet.Period * (i + 1);
            if (i % 2 == 0 && i < 800)
            {
                jumped.Send(Core.Safety.CommandKind.Stage, stage: 1 + i / 200 % 3);
                straight.Send(Core.Safety.CommandKind.Stage, stage: 1 + i / 200 % 3);
            }

            jumped.Cabinet.Step(now, i < 300 ? now : now + Duration.FromSeconds(3600 * hours));
            straight.Cabinet.Step(now, now);
            Assert.That(jumped.Cabinet.Shown.States.ToArray(), Is.EqualTo(straight.Cabinet.Shown.States.ToArray()), $"step {i}");
            Assert.That(jumped.Cabinet.Mode, Is.EqualTo(straight.Cabinet.Mode));
        }

        static CabinetRig Rig()
        {
            var rig = new CabinetRig(TestIntersections.German()).RunToLocal();
            rig.Claim(1);
            return rig;
        }
    }

    [Test]
    public void Monotonic_time_may_not_run_backwards() =>
        Assert.That(() => _rig.Cabinet.Step(_rig.Now - EmulatedCabinet.Period), Throws.TypeOf<ArgumentOutOfRangeException>());
}
