using Signals.Core.Measures;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Tick;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Tick;

/// <summary>What the log says of who had the cabinet, and why we had not.</summary>
[TestFixture, Category("Unit"), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class AuthorityEventsTests
{
    private const int Device = 7;
    private static readonly Instant Start = new(1_700_000_000_000);

    private readonly Sequencer _sequencer = new(SafetyTable.Compile(TestIntersections.RingBarrier()), Start);
    private readonly AuthorityEvents _authority = new(Device);
    private Instant _now = Start;

    public AuthorityEventsTests()
    {
        Assert.That(See(s => s), Is.EqualTo(new[] { (EventCode.CabinetLink, 1) }));
    }

    [TestCase(CabinetMode.Manual, 5, null)]
    [TestCase(CabinetMode.Police, 10, null)]
    [TestCase(CabinetMode.Preempt, 1, null)]
    [TestCase(CabinetMode.CommandedFlash, 1, 3)]
    [TestCase(CabinetMode.FaultFlash, 1, 6)]
    [TestCase(CabinetMode.StartUp, 1, 7)]
    public void Cabinet_in_other_hands_is_written_with_the_hands_and_so_is_its_return(CabinetMode mode, int unitControl, int? unitFlash)
    {
        var lost = See(s => s with { Mode = mode });
        var regained = See(s => s);

        (EventCode, int)[] flashOn = unitFlash is { } flash ? [(EventCode.UnitFlashStatus, flash)] : [];
        (EventCode, int)[] flashOff = unitFlash is null ? [] : [(EventCode.UnitFlashStatus, 2)];
        Assert.Multiple(() =>
        {
            Assert.That(lost, Is.EquivalentTo([(EventCode.AuthorityLost, (int)mode), (EventCode.UnitControlStatus, unitControl), .. flashOn]));
            Assert.That(regained, Is.EquivalentTo([(EventCode.AuthorityRegained, 0), (EventCode.UnitControlStatus, 2), .. flashOff]));
        });
    }

    [Test]
    public void Switch_that_is_read_one_poll_before_its_mode_is_one_loss_of_authority()
    {
        var pressed = See(s => s with { Inputs = CabinetInputs.ManualEnable });
        var followed = See(s => s with { Inputs = CabinetInputs.ManualEnable, Mode = CabinetMode.Manual });
        var released = See(s => s with { Mode = CabinetMode.Manual });
        var back = See(s => s with { Mode = CabinetMode.LocalTimeOfDay });

        var codes = pressed.Concat(followed).Concat(released).Concat(back).Select(e => e.Code).ToList();
        Assert.That(pressed, Is.EqualTo(new[] { (EventCode.AuthorityLost, (int)CabinetMode.Remote), (EventCode.ManualControlEnable, 1) }));
        Assert.That(codes.Count(c => c == EventCode.AuthorityLost), Is.EqualTo(1));
        Assert.That(back, Does.Contain((EventCode.AuthorityRegained, 0)));
    }

    [Test]
    public void Preemption_input_is_written_with_its_number()
    {
        Assert.That(See(s => s with { Preempts = 4 }), Does.Contain((EventCode.PreemptCallOn, 3)));
        Assert.That(See(s => s), Does.Contain((EventCode.PreemptCallOff, 3)));
    }

    [Test]
    public void Another_owners_epoch_is_written_and_costs_authority()
    {
        Assert.That(
            See(s => s with { Epoch = 2, IsOurs = false }),
            Is.EquivalentTo([(EventCode.EpochChange, 2), (EventCode.AuthorityLost, (int)CabinetMode.Remote)]));
    }

    [Test]
    public void Monitor_fault_is_written_with_its_bits_and_again_when_it_is_reset()
    {
        Assert.That(See(s => s with { Monitor = MonitorFaults.Conflict, Mode = CabinetMode.FaultFlash }), Does.Contain((EventCode.MonitorFault, (int)MonitorFaults.Conflict)));
        Assert.That(See(s => s), Does.Contain((EventCode.MonitorFault, 0)));
    }

    [Test]
    public void Fall_back_to_the_local_plan_is_written()
    {
        Assert.That(
            See(s => s with { Mode = CabinetMode.LocalTimeOfDay }),
            Is.EquivalentTo([(EventCode.LeaseExpired, 0), (EventCode.UnitControlStatus, 6)]));
    }

    [Test]
    public void Rejected_command_is_written_once_with_its_code()
    {
        Assert.That(See(s => s with { LastReject = RejectCode.ShortMinimum }), Is.EqualTo(new[] { (EventCode.CommandRejected, (int)RejectCode.ShortMinimum) }));
        Assert.That(See(s => s with { LastReject = RejectCode.ShortMinimum }), Is.Empty);
    }

    [Test]
    public void Link_that_goes_and_comes_is_written()
    {
        Assert.That(See(_ => null), Is.EqualTo(new[] { (EventCode.CabinetLink, 0) }));
        Assert.That(See(_ => null), Is.Empty);
        Assert.That(See(s => s), Is.EqualTo(new[] { (EventCode.CabinetLink, 1) }));
    }

    /// <summary>Codes and parameters that the next status brings.</summary>
    private List<(EventCode Code, int Parameter)> See(Func<CabinetStatus, CabinetStatus?> change)
    {
        _now += Duration.Tenth;
        var events = new List<HiResEvent>();
        _authority.Observe(change(Statuses.Of(_sequencer, _now)), _now, events);
        Assert.That(events.Select(e => (e.At, e.Device)), Is.All.EqualTo((_now, Device)));
        return events.ConvertAll(e => (e.Code, e.Parameter));
    }
}
