using Signals.Core.Model;
using Signals.Core.Tick;
using Signals.Core.Units;

namespace Signals.Tests.Tick;

[TestFixture, Category("Unit")]
public class DegradationLadderTests
{
    private static readonly Instant Start = new(1_000_000);

    private static Instant At(double seconds) => Start + Duration.FromSeconds(seconds);

    [Test]
    public void Level_without_causes_is_the_configured_one()
    {
        var ladder = new DegradationLadder(ControlLevel.Actuated);

        ladder.Settle(At(0));

        Assert.That((ladder.Level, ladder.Cause), Is.EqualTo((ControlLevel.Actuated, LadderCause.None)));
    }

    [Test]
    public void Level_under_several_causes_is_the_lowest_and_names_its_cause()
    {
        var ladder = new DegradationLadder(ControlLevel.Adaptive);

        ladder.Report(LadderCause.DecisionLate, ControlLevel.Actuated, At(0));
        ladder.Report(LadderCause.Detection, ControlLevel.FixedTime, At(0));
        ladder.Settle(At(0));

        Assert.That((ladder.Level, ladder.Cause), Is.EqualTo((ControlLevel.FixedTime, LadderCause.Detection)));
    }

    [TestCase(29.9, ControlLevel.Actuated)]
    [TestCase(30.0, ControlLevel.Adaptive)]
    public void Level_returns_only_after_the_cause_was_gone_for_30_s(double after, ControlLevel expected)
    {
        var ladder = new DegradationLadder(ControlLevel.Adaptive);
        ladder.Report(LadderCause.DecisionLate, ControlLevel.Actuated, At(0));
        ladder.Settle(At(0));

        ladder.Settle(At(after));

        Assert.That(ladder.Level, Is.EqualTo(expected));
    }

    [Test]
    public void Cause_that_comes_back_starts_its_hysteresis_again()
    {
        var ladder = new DegradationLadder(ControlLevel.Adaptive);
        ladder.Report(LadderCause.Detection, ControlLevel.Actuated, At(0));
        ladder.Report(LadderCause.Detection, ControlLevel.Actuated, At(25));

        ladder.Settle(At(50));

        Assert.That(ladder.Level, Is.EqualTo(ControlLevel.Actuated));
    }

    [TestCase(0.9, ControlLevel.Observe)]
    [TestCase(1.0, ControlLevel.Adaptive)]
    public void Authority_that_was_lost_is_used_again_after_a_second(double after, ControlLevel expected)
    {
        var ladder = new DegradationLadder(ControlLevel.Adaptive);
        ladder.Settle(At(0));
        ladder.Report(LadderCause.NotInControl, ControlLevel.Observe, At(5));
        ladder.Settle(At(5));

        ladder.Settle(At(5 + after));

        Assert.That(ladder.Level, Is.EqualTo(expected));
    }

    [Test]
    public void New_owner_uses_its_authority_at_once()
    {
        var ladder = new DegradationLadder(ControlLevel.Adaptive);
        ladder.Report(LadderCause.NotInControl, ControlLevel.Observe, At(0));
        ladder.Settle(At(0));

        ladder.Settle(At(0.1));

        Assert.That(ladder.Level, Is.EqualTo(ControlLevel.Adaptive));
    }

    [Test]
    public void Operator_limit_lifts_at_once()
    {
        var ladder = new DegradationLadder(ControlLevel.Adaptive);
        ladder.Report(LadderCause.Operator, ControlLevel.FixedTime, At(0));
        ladder.Settle(At(0));

        ladder.Report(LadderCause.Operator, ControlLevel.Adaptive, At(0.1));
        ladder.Settle(At(0.2));

        Assert.That(ladder.Level, Is.EqualTo(ControlLevel.Adaptive));
    }

    [TestCase(ControlLevel.Adaptive)]
    [TestCase(ControlLevel.Actuated)]
    public void Operator_limit_that_is_raised_counts_at_once_although_it_is_stated_every_tick(ControlLevel raised)
    {
        var ladder = new DegradationLadder(ControlLevel.Adaptive);
        ladder.Report(LadderCause.Operator, ControlLevel.FixedTime, At(0));
        ladder.Settle(At(0));

        ladder.Report(LadderCause.Operator, raised, At(0.1));
        ladder.Settle(At(0.1));

        Assert.That(ladder.Level, Is.EqualTo(raised));
    }

    [Test]
    public void Cause_that_has_become_milder_lets_the_level_rise_after_its_hysteresis()
    {
        var ladder = new DegradationLadder(ControlLevel.Adaptive);
        ladder.Report(LadderCause.Detection, ControlLevel.FixedTime, At(0));
        ladder.Settle(At(0));

        var levels = new List<ControlLevel>();
        for (var second = 1; second <= 60; second++)
        {
            ladder.Report(LadderCause.Detection, ControlLevel.Actuated, At(second));
            ladder.Settle(At(second));
            levels.Add(ladder.Level);
        }

        Assert.That(levels, Is.EqualTo(Enumerable.Repeat(ControlLevel.FixedTime, 29).Concat(Enumerable.Repeat(ControlLevel.Actuated, 31))));
    }

    [Test]
    public void Fault_of_every_rung_is_left_to_the_one_that_failed_last_and_not_to_the_first()
    {
        var ladder = new DegradationLadder(ControlLevel.Adaptive);
        ladder.Settle(At(0));
        ladder.Report(LadderCause.ControllerFault, ControlLevel.FixedTime, At(1));
        ladder.Report(LadderCause.ControllerFault, ControlLevel.Observe, At(2));
        ladder.Settle(At(2));

        ladder.Settle(At(3));

        Assert.That(ladder.Level, Is.EqualTo(ControlLevel.FixedTime));
    }
}
