using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Drivers.Cabinet;
using Signals.Sim.Cabinet;
using Signals.Sim.Cabinet.Monitor;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

/// <summary>Forced lamps: proof that the monitor trips for each finding, not before its time and not without cause.</summary>
[Category("Unit")]
public sealed class MonitorTests
{
    private const uint Vehicles = 0xFF;
    private const uint Pedestrians = 0xF00;
    private const uint Everyone = Vehicles | Pedestrians;

    private CabinetMonitor _monitor = null!;
    private long _now;

    [SetUp]
    public void SetUp()
    {
        _monitor = new CabinetMonitor(new ProgramCard(TestIntersections.RingBarrier()));
        _now = 0;
        Show(AllRed, 20_000);
        Assert.That(_monitor.Findings.Total, Is.Zero);
    }

    private static LampOutputs AllRed => new(Everyone, 0, 0, false);

    [TestCase(200, false)]
    [TestCase(500, true)]
    public void Conflict_trips_between_200_and_450_ms(long lastsMs, bool trips)
    {
        Show(Green(1), 10_000);
        Show(new LampOutputs(Everyone & ~0b1010u, 0, 0b1010, false), lastsMs);

        Assert.That(_monitor.Findings.Of(FindingKind.Conflict), Is.Positive, "the finding is immediate");
        Assert.That((_monitor.TrippedKinds & 1u << (int)FindingKind.Conflict) != 0, Is.EqualTo(trips));
    }

    [TestCase(700, false)]
    [TestCase(1000, true)]
    public void Red_fail_trips_between_700_and_1000_ms(long lastsMs, bool trips)
    {
        Show(AllRed with { Red = Everyone & ~1u }, lastsMs);

        Assert.That(_monitor.IsTripped, Is.EqualTo(trips));
        Assert.That(_monitor.Findings.Of(FindingKind.RedFail), Is.EqualTo(trips ? 1 : 0));
    }

    [TestCase(300, false)]
    [TestCase(500, true)]
    public void Dual_indication_trips_between_250_and_450_ms(long lastsMs, bool trips)
    {
        Show(AllRed with { Yellow = 2 }, lastsMs);

        Assert.That(_monitor.Findings.Of(FindingKind.DualIndication), Is.EqualTo(1));
        Assert.That(_monitor.IsTripped, Is.EqualTo(trips));
    }

    [TestCase(4000, 0, false)]
    [TestCase(3900, 1, false)]
    [TestCase(2600, 1, true)]
    [TestCase(0, 1, true)]
    public void Yellow_shorter_than_programmed_is_found_and_below_2700_ms_trips(long yellowMs, int findings, bool trips)
    {
        Show(Green(1), 10_000);
        Show(Yellow(1), yellowMs);
        Show(AllRed, 1000);

        Assert.That(_monitor.Findings.Of(FindingKind.ShortYellow), Is.EqualTo(findings));
        Assert.That(_monitor.IsTripped, Is.EqualTo(trips));
    }

    [TestCase(1500, 0)]
    [TestCase(1400, 1)]
    public void Short_red_clearance_before_a_conflicting_green_trips(long redMs, int findings)
    {
        Show(Green(1), 10_000);
        Show(Yellow(1), 4000);
        Show(AllRed, redMs);
        Show(Green(3), 10_000);

        Assert.That(_monitor.Findings.Of(FindingKind.ShortIntergreen), Is.EqualTo(findings));
        Assert.That(_monitor.IsTripped, Is.EqualTo(findings > 0));
    }

    [TestCase(8000, 0)]
    [TestCase(7900, 1)]
    public void Short_minimum_green_is_found(long greenMs, int findings)
    {
        Show(Green(1), greenMs);
        Show(Yellow(1), 4000);
        Show(AllRed, 1500);

        Assert.That(_monitor.Findings.Of(FindingKind.ShortGreen), Is.EqualTo(findings));
    }

    [TestCase(7000, 0)]
    [TestCase(6900, 1)]
    public void Short_walk_is_found(long walkMs, int findings)
    {
        Walk(walkMs);
        FlashDontWalk(12_000);

        Assert.That(_monitor.Findings.Of(FindingKind.ShortWalk), Is.EqualTo(findings));
    }

    [TestCase(12_000, 0)]
    [TestCase(10_500, 1)]
    [TestCase(0, 1)]
    public void Short_pedestrian_clearance_is_found(long flashingMs, int findings)
    {
        Walk(7000);
        FlashDontWalk(flashingMs);
        Show(AllRed, 3000);

        Assert.That(_monitor.Findings.Of(FindingKind.ShortPedestrianClearance), Is.EqualTo(findings));
    }

    [Test]
    public void Short_intergreen_after_walk_is_found()
    {
        Walk(7000);
        FlashDontWalk(12_000);
        Show(AllRed, 2900);
        Show(Green(3), 500);

        Assert.That(_monitor.Findings.Of(FindingKind.ShortIntergreen), Is.EqualTo(1));
    }

    [Test]
    public void Dark_intersection_is_found()
    {
        Show(default, 1000);

        Assert.That(_monitor.Findings.Of(FindingKind.Dark), Is.EqualTo(1));
    }

    [Test]
    public void Green_under_the_flash_relay_is_found_and_flashing_is_not_dark()
    {
        for (var i = 0; i < 20; i++)
        {
            Show(new LampOutputs(i % 2 == 0 ? Vehicles : 0, 0, 0, true), 500);
        }

        Assert.That(_monitor.Findings.Total, Is.Zero);
        Show(new LampOutputs(Vehicles & ~1u, 0, 1, true), 500);
        Assert.That(_monitor.Findings.Of(FindingKind.GreenInFlash), Is.EqualTo(1));
    }

    [Test]
    public void Red_amber_is_dual_only_where_it_is_not_programmed()
    {
        var german = new CabinetMonitor(new ProgramCard(TestIntersections.German()));
        for (long ms = 0; ms < 1000; ms += 100)
        {
            german.Observe(new LampOutputs(0x3F, 1, 0, false), ms);
        }

        Assert.That(german.Findings.Total, Is.Zero);
    }

    [Test]
    public void Injected_conflict_latches_flash_until_the_reset_behind_the_door()
    {
        var rig = new CabinetRig(TestIntersections.RingBarrier()).RunToLocal();
        rig.Claim(1);
        rig.Drive(10, 1, 5);
        rig.Cabinet.Lamps.Inject(3, Lamp.Green, LampFault.StuckOn);
        rig.Run(1);

        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.FaultFlash));
        Assert.That((MonitorFaults)rig.Status(RegisterMap.Status.MonitorFaults) & MonitorFaults.Conflict, Is.EqualTo(MonitorFaults.Conflict));
        Assert.That(rig.Ask(1, 5), Is.EqualTo(RejectCode.NotInControl), "the service cannot clear it");

        rig.Cabinet.Lamps.RepairAll();
        rig.Claim(2);
        rig.Send(Core.Safety.CommandKind.Release);
        rig.Cabinet.Panel.PressMonitorReset();
        rig.Run(60);
        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.FaultFlash), "latched; the button is behind the door");

        rig.Cabinet.Panel.Set(CabinetInputs.DoorOpen, true);
        rig.Cabinet.Panel.PressMonitorReset();
        rig.RunToLocal();
        Assert.That(rig.Audit.Total, Is.Zero, rig.Audit.ToString());
    }

    [TestCase(3, Lamp.Red, LampFault.Dead, MonitorFaults.RedFail)]
    [TestCase(0, Lamp.Red, LampFault.StuckOn, MonitorFaults.DualIndication)]
    public void Injected_lamp_fault_trips(int group, Lamp lamp, LampFault fault, MonitorFaults expected)
    {
        var rig = new CabinetRig(TestIntersections.German()).RunToLocal();
        rig.Cabinet.Lamps.Inject(group, lamp, fault);
        rig.Run(2);

        Assert.That(((MonitorFaults)rig.Status(RegisterMap.Status.MonitorFaults)).HasFlag(expected), Is.True);
        Assert.That(rig.Cabinet.Shown.States[0], Is.EqualTo(GroupState.FlashingYellow));
    }

    private static LampOutputs Green(int channel) => new(Everyone & ~(1u << channel), 0, 1u << channel, false);

    private static LampOutputs Yellow(int channel) => new(Everyone & ~(1u << channel), 1u << channel, 0, false);

    private void Walk(long ms) => Show(new LampOutputs(Everyone & ~(1u << TestIntersections.Pedestrian2), 0, 1u << TestIntersections.Pedestrian2, false), ms);

    private void FlashDontWalk(long ms)
    {
        var dark = new LampOutputs(Everyone & ~(1u << TestIntersections.Pedestrian2), 0, 0, false);
        for (long shown = 0; shown < ms; shown += 500)
        {
            Show(shown / 500 % 2 == 0 ? dark : AllRed, 500);
        }
    }

    private void Show(LampOutputs lamps, long ms)
    {
        for (var end = _now + ms; _now < end; _now += 100)
        {
            _monitor.Observe(lamps, _now);
        }
    }
}
