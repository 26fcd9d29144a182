using Signals.Core.Prediction;
using Signals.Sim.Sumo.Network;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Training.Scenarios;
using Signals.Sim.Validation;
using Signals.Tests.Sim.Sumo.Running;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Training.Scenarios;

/// <summary>Rows and scores from SUMO's traffic on the small test network.</summary>
[TestFixture, Category("Sumo")]
public class SumoStudyTests
{
    /// <summary>Just longer than warm-up and the longest horizon.</summary>
    private const int Seconds = 1640;

    private TinyScenario _scenario = null!;

    [SetUp]
    public void MakeScenario() => _scenario = new TinyScenario(seconds: Seconds);

    [TearDown]
    public void RemoveScenario() => _scenario.Dispose();

    /// <summary>What is counted in hindsight and what exact sensors measured at once are the same vehicles.</summary>
    [Test]
    public void True_arrivals_are_those_that_exact_sensors_count()
    {
        const int Lag = FeatureColumn.LagSeconds;
        var recorders = new SumoDay(_scenario.Conditions(), SumoController.Fixed, 1, 0).Record(Lag, default);

        foreach (var recorder in recorders)
        {
            var measured = recorder.Kept.Sum(k => Enumerable.Range(0, recorder.Truth.Length).Sum(g => (double)Zero(k.Rows[g * FeatureColumn.Count + FeatureColumn.ArrivalLag])));
            var truly = recorder.Truth.Sum(t => (double)t.Arrivals(0, recorder.Kept[^1].Second));
            Assert.That(truly, Is.GreaterThan(100).And.EqualTo(measured).Within(0.1 * measured), recorder.Intersection.Id);
        }
    }

    [Test]
    public void Lost_detectors_are_missing_in_the_rows([Values(SensingModel.Loops, SensingModel.Field)] SensingModel sensing)
    {
        var recorders = new SumoDay(_scenario.Conditions(sensing), SumoController.Fixed, 1, 1).Record(100, default);

        Assert.That(
            recorders.SelectMany(r => Enumerable.Range(0, r.Truth.Length).Select(g => r.Kept[^1].Rows[g * FeatureColumn.Count + FeatureColumn.EstimateSource])),
            Is.All.GreaterThan(0), "an estimate without a sensor is not a measured one");
        Assert.That(recorders.Sum(r => r.Truth.Sum(t => t.Arrivals(0, Seconds - 1))), Is.GreaterThan(100), "the truth does not depend on sensors");
    }

    [Test]
    public void Model_is_scored_beside_every_simple_rule_and_a_seed_is_a_day()
    {
        var model = File.ReadAllBytes(Repository.PathOf("Intersection.Actors", "Prediction", "Models", "congestion.onnx"));
        var study = new SumoStudy(_scenario.Conditions(SensingModel.Loops), [1, 2]) { Lost = [0.1], Stride = 5 };

        var evaluation = study.Evaluate(model, _ => { }, default).Single();

        Assert.That(evaluation.Arrivals.Select(h => h[0].Forecasts).Distinct().Single(), Is.GreaterThan(100));
        Assert.That(evaluation.Arrivals[0].Select(s => s.Forecaster), Does.Contain("persistence").And.Contain("HA x ratio").And.Contain("model"));
        var in15s = evaluation.Arrivals[1];
        Assert.That(in15s[^1].Mae, Is.LessThan(in15s[0].Mae), "15 s ahead it knows more than persistence in another simulator too");
        Assert.That(evaluation.Events.Select(e => e.BaseRate), Is.All.InRange(0, 1));
    }

    [Test]
    public void Scenario_gives_rows_to_learn_from_and_others_to_calibrate_with()
    {
        RequiredTool.OrSkip("sumo", package: "sumo");
        var told = new List<string>();

        var (learn, calibrate) = new SumoLessons([_scenario.Configuration], 2, 10, 2).Record(
            [ControllerChoice.Fixed, ControllerChoice.Greedy], [0, 0.1, 0.3], 0.25, 1, told.Add, default);

        Assert.That((learn.Count, calibrate.Count), Is.EqualTo((learn.Blocks * learn.Count, calibrate.Blocks * calibrate.Count)), "one set each");
        Assert.That(learn.Count, Is.GreaterThan(100));
        Assert.That(learn.Arrivals(ForecastHorizons.Near).Average(), Is.GreaterThan(1), "vehicles came");
        Assert.That(Enumerable.Range(0, learn.Count).Count(row => float.IsNaN(learn.Features[row][FeatureColumn.HistoricWithin])), Is.InRange(0.15 * learn.Count, 0.35 * learn.Count));
        Assert.That(told, Has.Count.EqualTo(6));
    }

    [Test]
    public void Scenario_without_room_for_a_forecast_is_refused()
    {
        using var brief = new TinyScenario();

        Assert.That(() => new SumoData(brief.Conditions(), 10, 1), Throws.TypeOf<SumoFormatException>().With.Message.Contains("above 1500"));
    }

    private static float Zero(float count) => float.IsNaN(count) ? 0 : count;
}
