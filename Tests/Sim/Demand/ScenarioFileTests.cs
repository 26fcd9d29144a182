using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Traffic;

namespace Signals.Tests.Sim.Demand;

[Category("Unit")]
public sealed class ScenarioFileTests
{
    private static readonly Corridor Grid = GridCorridor.Build(1, 1);

    [Test]
    public void Profile_holds_each_flow_until_the_next_time_and_wraps_at_midnight()
    {
        var scenario = ScenarioFile.Parse(
            """
            scenario: day
            entries:
              - { at: R1C1.W, flow: { "06:00": 100, "07:30": 600 } }
            """, "day.yaml");
        var flow = scenario.Entries[0].Flow;
        Assert.Multiple(() =>
        {
            Assert.That(flow.At(Duration.FromSeconds(6.5 * 3600)), Is.EqualTo(100));
            Assert.That(flow.At(Duration.FromSeconds(7.5 * 3600)), Is.EqualTo(600));
            Assert.That(flow.At(Duration.FromSeconds(3600)), Is.EqualTo(600), "the night belongs to the evening");
            Assert.That(flow.At(Duration.FromSeconds(31 * 3600)), Is.EqualTo(100), "the next day");
            Assert.That(ScenarioCheck.Errors(scenario, Grid), Is.Empty);
        });
    }

    [Test]
    public void Every_error_is_reported_with_file_and_line()
    {
        var problem = Assert.Throws<ScenarioException>(() => ScenarioFile.Parse(
            """
            scenario: bad
            truks: 0.1
            entries:
              - { at: nowhere, flow: 10 }
              - { at: R1C1.W, flow: -5 }
            turns:
              - { at: R1C1.W, shares: { left: 0.5, through: 0.1 } }
            incidents:
              - { at: R1C1.W, lane: 1, metres: 50, from: "09:00", to: "08:00" }
            """, "bad.yaml"))!;
        Assert.Multiple(() =>
        {
            Assert.That(problem.Message, Does.Contain("bad.yaml:2: unknown key \"truks\"; accepted: scenario, trucks"));
            Assert.That(problem.Message, Does.Contain("bad.yaml:4: at \"nowhere\" is not a place"));
            Assert.That(problem.Message, Does.Contain("bad.yaml:5: flow \"-5\" is not a number 0–10000"));
            Assert.That(problem.Message, Does.Contain("bad.yaml:7: shares add to 0.6; they must add to 1"));
            Assert.That(problem.Message, Does.Contain("bad.yaml:9: \"to\" must be later than \"from\""));
        });
    }

    [TestCase("scenario: [", "is not readable YAML")]
    [TestCase("- a list", "must be one map")]
    [TestCase("", "must be one map")]
    [TestCase("scenario: x\nentries: 5", "entries must be a list")]
    [TestCase("scenario: x\nentries: [ { at: R1C1.W, flow: { \"25:00\": 5 } } ]", "is not a time of day")]
    public void Text_that_is_no_scenario_is_refused_with_a_reason(string text, string reason)
    {
        Assert.That(() => ScenarioFile.Parse(text, "x.yaml"), Throws.TypeOf<ScenarioException>().With.Message.Contains(reason));
    }

    [Test]
    public void Case_adds_its_disturbance_to_the_scenario_and_changes_nothing_else()
    {
        var scenario = ScenarioFile.Parse(
            """
            scenario: a day
            entries: [ { at: x.N, flow: 100 } ]
            incidents: [ { at: x.N, lane: 1, metres: 50, from: "09:00", to: "09:10" } ]
            cases:
              - { name: usual, at: "08:00" }
              - name: storm
                at: "17:00"
                factor: 1.4
                incidents: [ { at: x.N, lane: 2, metres: 80, from: "17:05", to: "17:20" } ]
                surges: [ { at: x.N, factor: 2, from: "17:00", to: "18:00" } ]
            """,
            "x.yaml");
        var (usual, storm) = (scenario.Cases[0], scenario.Cases[1]);

        Assert.That((usual.IsUsual, storm.IsUsual), Is.EqualTo((true, false)));
        Assert.That(usual.On(scenario), Is.SameAs(scenario));
        Assert.That(storm.At, Is.EqualTo(Duration.FromSeconds(17 * 3600)));
        var disturbed = storm.On(scenario);
        Assert.That(disturbed.Incidents.Select(i => i.Lane), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(disturbed.Surges.Select(s => s.Factor), Is.EqualTo(new[] { 2, 1.4 }), "its own, and the factor on every entry");
        Assert.That(disturbed.Entries, Is.EqualTo(scenario.Entries));
    }

    [Test]
    public void Case_that_is_there_twice_or_incomplete_is_reported_with_its_line()
    {
        var problem = Assert.Throws<ScenarioException>(() => ScenarioFile.Parse(
            """
            scenario: a day
            cases:
              - { name: peak, at: "08:00" }
              - { name: peak, at: "09:00" }
              - { name: later, factor: 20 }
            """,
            "x.yaml"));

        Assert.That(problem!.Message, Does.Contain("x.yaml:4: case \"peak\" is there twice").And.Contain("x.yaml:5: key \"at\" is missing").And.Contain("0–10"));
    }

    [Test]
    public void Engine_refuses_a_place_that_the_corridor_does_not_have_and_names_those_it_has()
    {
        var scenario = Scenario.Empty with { Entries = [new EntryFlow(new ApproachRef("R1C1", "Q"), DemandProfile.Constant(5))] };
        Assert.That(
            () => TrafficEngine.Create(Grid, scenario, 1, TrafficOptions.Default),
            Throws.TypeOf<ScenarioException>().With.Message.Contains("R1C1.Q is not an entry of the network; use one of R1C1.N"));
    }

    [Test]
    public void Surge_and_turning_shares_by_time_of_day_change_what_is_created_and_where_it_goes()
    {
        var scenario = ScenarioFile.Parse(
            """
            scenario: surge
            trucks: 0
            entries:
              - { at: R1C1.W, flow: 300 }
            turns:
              - { at: R1C1.W, shares: { through: 1 } }
              - { at: R1C1.W, from: "01:00", shares: { right: 1 } }
            surges:
              - { at: R1C1.W, factor: 2, from: "01:00", to: "02:00" }
            """, "surge.yaml");
        var (calm, busy) = (Run(scenario, 0), Run(scenario, 3600));
        Assert.Multiple(() =>
        {
            Assert.That(calm.Created, Is.InRange(240, 360));
            Assert.That(busy.Created, Is.InRange(520, 690));
            Assert.That(calm.Movements.Where(m => m.Turn == Turn.Right).Sum(m => m.Vehicles), Is.Zero);
            Assert.That(busy.Movements.Where(m => m.Turn == Turn.Through).Sum(m => m.Vehicles), Is.LessThan(30), "only who could not reach the lane");
        });
    }

    private static TrafficSummary Run(Scenario scenario, double timeOfDay)
    {
        var options = new TrafficOptions { TimeOfDay = Duration.FromSeconds(timeOfDay) };
        var engine = TrafficEngine.Create(Grid, scenario, 5, options);
        Traffic.Worlds.RunPlan(engine, Duration.FromSeconds(3599));
        return engine.Summary();
    }
}
