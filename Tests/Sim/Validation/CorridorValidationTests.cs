using System.Text.Json;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Tuning;
using Signals.Sim.Validation;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Validation;

[TestFixture, Category("Integration")]
public class CorridorValidationTests
{
    [Test]
    public void Paired_runs_do_not_depend_on_the_number_of_threads()
    {
        var alone = new CorridorValidation(Plan() with { Threads = 1 }, null).Run(_ => { }, CancellationToken.None);
        var two = new CorridorValidation(Plan() with { Threads = 2 }, null).Run(_ => { }, CancellationToken.None);

        Assert.That(two.Runs.Select(r => r.CommandDigest), Is.EqualTo(alone.Runs.Select(r => r.CommandDigest)));
        Assert.That(two.Runs.Select(r => r.Traffic.ToString()), Is.EqualTo(alone.Runs.Select(r => r.Traffic.ToString())));
        Assert.That(alone.Runs.Select(r => (r.Controller, r.Seed)), Is.EqualTo(new[]
        {
            (ControllerChoice.Fixed, 1UL), (ControllerChoice.Fixed, 2UL), (ControllerChoice.Adaptive, 1UL), (ControllerChoice.Adaptive, 2UL),
        }));
    }

    [Test]
    public void Progress_adds_up_to_the_announced_total_and_monitors_find_nothing()
    {
        var validation = new CorridorValidation(Plan() with { Seeds = [1], Threads = 1 }, null);
        var simulated = Duration.Zero;

        var comparison = validation.Run(by => simulated += by, CancellationToken.None);

        Assert.That(simulated, Is.EqualTo(validation.Total));
        Assert.That(comparison.Runs.Select(r => r.MonitorFindings), Is.All.Zero);
        Assert.That(comparison.Runs.Select(r => r.Traffic.Simulated), Is.All.EqualTo(Plan().Length));
    }

    [Test]
    public void Report_keeps_every_run_and_every_figure()
    {
        var plan = Plan() with { Seeds = [1] };
        var report = ValidationReport.Of(plan, plan.Corridor, new CorridorValidation(plan, null).Run(_ => { }, CancellationToken.None));

        using var json = JsonDocument.Parse(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        var root = json.RootElement;

        Assert.That(root.GetProperty("corridorHash").GetString(), Is.EqualTo(plan.Corridor.ContentHash));
        Assert.That(root.GetProperty("tuningSeeds").EnumerateArray().Select(s => s.GetUInt64()), Is.EqualTo(PlanTuning.Seeds));
        Assert.That(root.GetProperty("tunedPlans").GetArrayLength(), Is.EqualTo(5));
        Assert.That(root.GetProperty("runs").GetArrayLength(), Is.EqualTo(2));
        Assert.That(root.GetProperty("controllers")[0].GetProperty("figures").EnumerateObject().Count(), Is.EqualTo(Measure.All.Length));
        Assert.That(root.GetProperty("differences")[0].GetProperty("against").GetString(), Is.EqualTo("fixed"));
    }

    [TestCase(0UL)]
    [TestCase(101UL)]
    public void Seeds_kept_for_tuning_are_refused_for_reporting(ulong seed)
    {
        Assert.That(() => new CorridorValidation(Plan() with { Seeds = [seed] }, null), Throws.ArgumentException.With.Message.Contains("tuning"));
    }

    [Test]
    public void Tuned_baseline_without_a_tuned_corridor_is_refused()
    {
        Assert.That(
            () => new CorridorValidation(Plan() with { Controllers = [ControllerChoice.Tuned] }, null), Throws.ArgumentException.With.Message.Contains("tuned"));
    }

    [Test]
    public void Cancellation_ends_the_runs_without_a_half_result()
    {
        using var stop = new CancellationTokenSource();
        var validation = new CorridorValidation(Plan() with { Length = Duration.FromSeconds(36_000) }, null);

        Assert.That(() => validation.Run(_ => stop.Cancel(), stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static ValidationPlan Plan() => new()
    {
        Corridor = TestCorridors.MainStreet(),
        Scenario = Scenario.Uniform(TestCorridors.MainStreet(), 200, 30),
        Controllers = [ControllerChoice.Fixed, ControllerChoice.Adaptive],
        Seeds = [1, 2],
        WarmUp = Duration.FromSeconds(60),
        Length = Duration.FromSeconds(120),
    };
}
