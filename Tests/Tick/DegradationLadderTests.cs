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
}
