using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Tick;

[TestFixture, Category("Unit")]
public class WaitGuardTests
{
    private static readonly Instant Start = new(1_000_000);
    private static readonly GroupSet MainGreen = GroupSet.Of(1, 5);
    private static readonly Duration Bound = GroupDemand.Default.MaxWait + WaitGuard.Grace;

    private readonly SafetyTable _table = SafetyTable.Compile(TestIntersections.RingBarrier());

    private static Demand Calling(int group) => new(GroupSet.Empty, GroupSet.Of(group), GroupSet.Empty, GroupSet.Empty);

    [Test]
    public void Call_within_its_bound_leaves_the_intent_alone()
    {
        var guard = new WaitGuard(_table);
        var intent = new ControlIntent(MainGreen);
        guard.Apply(intent, Calling(3), MainGreen, Start);

        Assert.That(guard.Apply(intent, Calling(3), MainGreen, Start + Bound), Is.EqualTo(intent));
    }

    [Test]
    public void Call_past_its_bound_is_served_and_the_intent_stays_compatible()
    {
        var guard = new WaitGuard(_table);
        var intent = new ControlIntent(MainGreen);
        guard.Apply(intent, Calling(3), MainGreen, Start);

        var forced = guard.Apply(intent, Calling(3), MainGreen, Start + Bound + Duration.Tenth);

        Assert.Multiple(() =>
        {
            Assert.That(forced.Green.Contains(3), Is.True);
            Assert.That(_table.IsCompatible(forced.Green), Is.True);
            Assert.That(forced.Reason, Is.EqualTo(IntentReason.MaxWait));
        });
    }

    [Test]
    public void Forced_group_stays_forced_until_it_is_green()
    {
        var guard = new WaitGuard(_table);
        var intent = new ControlIntent(MainGreen);
        guard.Apply(intent, Calling(3), MainGreen, Start);
        var late = Start + Bound + Duration.Tenth;
        guard.Apply(intent, Calling(3), MainGreen, late);

        var clearing = guard.Apply(intent, Calling(3), GroupSet.Empty, late + Duration.FromSeconds(3));
        var green = guard.Apply(intent, Calling(3), GroupSet.Of(3), late + Duration.FromSeconds(6));

        Assert.Multiple(() =>
        {
            Assert.That(clearing.Green.Contains(3), Is.True);
            Assert.That(green, Is.EqualTo(intent));
        });
    }

    [Test]
    public void Call_in_stage_control_is_served_by_a_stage_that_has_the_group()
    {
        var table = SafetyTable.Compile(TestIntersections.German());
        var guard = new WaitGuard(table);
        var intent = new ControlIntent(GroupSet.Of(0, 1), 1);
        guard.Apply(intent, Calling(3), GroupSet.Of(0, 1), Start);

        var forced = guard.Apply(intent, Calling(3), GroupSet.Of(0, 1), Start + Bound + Duration.Tenth);

        Assert.That(forced.Stage, Is.EqualTo(3));
    }
}
