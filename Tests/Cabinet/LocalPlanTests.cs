using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

[Category("Unit")]
public sealed class LocalPlanTests
{
    private static readonly TestCaseData[] Intersections =
    [
        new TestCaseData(TestIntersections.RingBarrier()).SetArgDisplayNames("ring-barrier"),
        new TestCaseData(TestIntersections.German()).SetArgDisplayNames("German stages"),
    ];

    [TestCaseSource(nameof(Intersections))]
    public void StartUp_flashes_then_all_red_then_start_up_groups(Intersection intersection)
    {
        var rig = new CabinetRig(intersection);
        Assert.That(rig.Cabinet.Shown.States[0], Is.AnyOf(GroupState.FlashingRed, GroupState.FlashingYellow));

        rig.Run(6);
        Assert.That(rig.Cabinet.Shown.States.ToArray(), Is.All.AnyOf(GroupState.Red, GroupState.DontWalk));

        rig.RunToLocal();
        Assert.That(rig.Cabinet.Sequencer.Go.IsSupersetOf(intersection.StartUp), Is.True);
        Assert.That(rig.Cabinet.Uptime, Is.GreaterThanOrEqualTo(Duration.FromSeconds(12)));
        Assert.That(rig.Audit.Total, Is.Zero, rig.Audit.ToString());
    }

    [TestCaseSource(nameof(Intersections))]
    public void Local_plan_serves_every_group_and_crossing_within_two_cycles(Intersection intersection)
    {
        var rig = new CabinetRig(intersection).RunToLocal();
        var served = GroupSet.Empty;

        for (var i = 0; i < 2 * 10 * 150; i++)
        {
            rig.StepOnce();
            served |= rig.Cabinet.Sequencer.Go;
        }

        Assert.That(served, Is.EqualTo(rig.Cabinet.Table.All));
        Assert.That(rig.Audit.Total + rig.Cabinet.Monitor.Findings.Total, Is.Zero, rig.Audit.ToString());
    }

    [Test]
    public void Plan_changes_with_the_time_of_day()
    {
        var rig = new CabinetRig(TestIntersections.RingBarrier(), EmulatedCabinetOptions.Warm).RunToLocal();
        var midnight = new Instant(1_800_000_000_000 / 86_400_000 * 86_400_000);
        var now = rig.Now;

        PlanAfter(TimeSpan.FromHours(6), 1);
        PlanAfter(TimeSpan.FromHours(8), 2);

        void PlanAfter(TimeSpan timeOfDay, int plan)
        {
            for (var i = 0; i < 200; i++)
            {
                rig.Cabinet.Step(now += EmulatedCabinet.Period, midnight + Duration.FromSeconds(timeOfDay.TotalSeconds));
            }

            Assert.That(rig.Cabinet.ActivePlan, Is.EqualTo(plan));
        }
    }

    [Test]
    public void Mode_is_start_up_until_start_up_groups_are_green()
    {
        var rig = new CabinetRig(TestIntersections.German());
        rig.Run(12);

        Assert.That(rig.Cabinet.Mode, Is.EqualTo(CabinetMode.StartUp));
    }
}
