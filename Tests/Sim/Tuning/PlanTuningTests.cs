using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Tuning;
using Signals.Sim.Validation;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Tuning;

[TestFixture, Category("Integration")]
public class PlanTuningTests
{
    [Test]
    public void Tuned_plans_share_one_cycle_and_keep_their_numbers_and_coordinated_phases()
    {
        var evaluations = 0;
        var plan = Plan();

        var tuned = PlanTuning.Tune(plan, [101], () => Interlocked.Increment(ref evaluations), CancellationToken.None);

        var before = plan.Corridor.Intersections.Select(x => x.PlanAt(DayOfWeek.Monday, plan.At)).ToList();
        var after = tuned.Intersections.Select(x => x.PlanAt(DayOfWeek.Monday, plan.At)).ToList();
        Assert.That(after.Select(p => p.Number), Is.EqualTo(before.Select(p => p.Number)));
        Assert.That(after.Select(p => p.Coordinated), Is.EqualTo(before.Select(p => p.Coordinated)));
        Assert.That(after.Select(p => p.Cycle).Distinct().Count(), Is.EqualTo(1));
        Assert.That(after.Select(p => p.Offset), Is.All.InRange(Duration.Zero, after[0].Cycle));
        Assert.That(evaluations, Is.GreaterThanOrEqualTo(20));
    }

    [Test]
    public void Reporting_seeds_can_never_be_tuning_seeds()
    {
        Assert.That(PlanTuning.Seeds, Is.All.GreaterThanOrEqualTo(ValidationPlan.FirstTuningSeed));
        Assert.That(() => (Plan() with { Seeds = [PlanTuning.Seeds[0]] }).Check(), Throws.ArgumentException);
    }

    [Test]
    public void Corridor_that_runs_free_at_that_hour_is_left_as_it_is()
    {
        var plan = Plan() with { At = Duration.FromSeconds(23.5 * 3600) };

        Assert.That(PlanTuning.Tune(plan, PlanTuning.Seeds, () => { }, CancellationToken.None), Is.SameAs(plan.Corridor));
    }

    /// <summary>The first two intersections of Main Street: enough for an offset to matter.</summary>
    private static ValidationPlan Plan()
    {
        var whole = TestCorridors.MainStreet();
        string[] ids = [whole.Intersections[0].Id, whole.Intersections[1].Id];
        var corridor = whole with
        {
            Intersections = [.. whole.Intersections.Take(2)],
            Links = [.. whole.Links.Where(l => ids.Contains(l.From) && ids.Contains(l.To))],
        };
        return new ValidationPlan { Corridor = corridor, Scenario = Scenario.Uniform(corridor, 300, 20), Controllers = [ControllerChoice.Tuned], Seeds = [1] };
    }
}
