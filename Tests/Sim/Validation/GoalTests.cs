using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Validation;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Validation;

[TestFixture, Category("Unit")]
public class GoalTests
{
    [TestCase(45, true, TestName = "A_quarter_less_than_untuned_is_met")]
    [TestCase(46, false, TestName = "Less_than_a_quarter_against_untuned_is_missed")]
    public void Untuned(double adaptive, bool met) => Assert.That(Judge("vs fixed", Case(usual: true, 60, 50, adaptive)).Met, Is.EqualTo(met));

    [TestCase(true, 50.9, true, TestName = "Usual_demand_may_be_two_percent_worse_than_tuned")]
    [TestCase(true, 51.1, false, TestName = "Usual_demand_may_not_be_three_percent_worse_than_tuned")]
    [TestCase(false, 45, true, TestName = "Demand_off_the_plan_must_save_a_tenth_against_tuned")]
    [TestCase(false, 46, false, TestName = "Demand_off_the_plan_that_saves_less_than_a_tenth_misses")]
    public void Tuned(bool usual, double adaptive, bool met) => Assert.That(Judge("vs tuned", Case(usual, 60, 50, adaptive)).Met, Is.EqualTo(met));

    [Test]
    public void Call_beyond_its_cap_misses_whoever_else_does_worse()
    {
        var (figure, met) = Judge("beyond their cap", Case(usual: true, 60, 50, 30, beyondCap: 1));

        Assert.That((figure, met), Is.EqualTo((2.0, false)), "one in each of two runs");
    }

    [Test]
    public void Goal_against_a_controller_that_did_not_run_is_not_judged() =>
        Assert.That(Goal.All.Single(g => g.Title.Contains("max-pressure", StringComparison.Ordinal)).CanJudge(Case(usual: true, 60, 50, 30)), Is.False);

    private static (double Figure, bool Met) Judge(string goal, CaseResult result)
    {
        var found = Goal.All.Single(g => g.Title.Contains(goal, StringComparison.Ordinal));
        Assert.That(found.CanJudge(result));
        return found.Judge(result);
    }

    private static CaseResult Case(bool usual, double untuned, double tuned, double adaptive, long beyondCap = 0)
    {
        var runs = from seed in (ulong[])[1, 2]
                   from run in new[] { (ControllerChoice.Fixed, untuned), (ControllerChoice.Tuned, tuned), (ControllerChoice.Adaptive, adaptive) }
                   let result = RunResults.Of(run.Item1, seed, run.Item2)
                   select run.Item1 == ControllerChoice.Adaptive ? result with { CallsBeyondCap = beyondCap } : result;
        var corridor = TestCorridors.MainStreet();
        var plan = new ValidationPlan { Corridor = corridor, Scenario = Scenario.Empty, Controllers = [ControllerChoice.Adaptive], Seeds = [1, 2] };
        return new CaseResult(new DemandCase("case", Duration.Zero, usual ? 1 : 1.3, [], []), plan, null, new Comparison(runs));
    }
}
