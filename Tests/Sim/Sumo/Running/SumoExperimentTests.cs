using System.Text.Json;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Scoring;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Sumo.TraCI;
using Signals.Sim.VirtualTime;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Running;

/// <summary>Whole runs with SUMO on the small test network.</summary>
[TestFixture, Category("Sumo")]
public class SumoExperimentTests
{
    private TinyScenario _scenario = null!;

    [SetUp]
    public void MakeScenario() => _scenario = new TinyScenario();

    [TearDown]
    public void RemoveScenario() => _scenario.Dispose();

    [Test]
    public void Everybody_is_scored_and_no_monitor_trips_under_any_controller([Values] SensingModel sensing)
    {
        var comparison = Run(_scenario.Conditions(sensing), Enum.GetValues<SumoController>());

        foreach (var run in comparison.Runs)
        {
            Assert.That(run.Score.Scheduled, Is.EqualTo(TinyScenario.Seconds / 2), run.Controller.Word());
            Assert.That(run.Score.Inserted + run.Score.NotInserted, Is.EqualTo(run.Score.Scheduled), run.Controller.Word());
            Assert.That(run.Score.Collisions, run.Controller == SumoController.AlwaysGreen ? Is.Not.Negative : Is.Zero, run.Controller.Word());
            Assert.That(run.Signals is null, Is.EqualTo(run.Controller.IsSumosOwn()));
            Assert.That(run.Signals?.MonitorFindings ?? 0, Is.Zero, string.Join("; ", run.Signals?.FirstFindings ?? []));
            Assert.That(run.Signals?.Rejections ?? 0, Is.Zero);
            Assert.That(run.Signals?.RemoteShare ?? 1, Is.EqualTo(1));
        }
    }

    [Test]
    public void Network_that_never_says_stop_bounds_every_controller_and_is_not_judged_as_one()
    {
        var conditions = _scenario.Conditions();
        var check = new SignalCheck(Bench.PathOrSkip("check_signals.py"), conditions.Configuration.NetFile, 3, 5);

        var comparison = Run(conditions, [SumoController.AlwaysGreen, SumoController.Static, SumoController.Adaptive], check: check);

        var bound = comparison.Runs.Single(r => r.Controller == SumoController.AlwaysGreen);
        Assert.That(bound.Check, Is.Null);
        Assert.That(comparison.Runs.Except([bound]).Select(r => r.Score.FullDelay), Is.All.GreaterThan(bound.Score.FullDelay!.Value));
    }

    [Test]
    public void Shown_states_pass_the_independent_check([Values] SumoTiming timing)
    {
        var conditions = _scenario.Conditions(timing: timing);
        var check = new SignalCheck(
            Bench.PathOrSkip("check_signals.py"), conditions.Configuration.NetFile, conditions.Yellow.TotalSeconds,
            conditions.ImportOptions.MinimumGreen.TotalSeconds);

        var comparison = Run(conditions, [SumoController.Fixed, SumoController.OurActuated, SumoController.Greedy, SumoController.Adaptive], check: check);

        Assert.That(comparison.Runs.Sum(r => r.Check!.Conflict + r.Check.ShortYellow + r.Check.ShortGreen), Is.Zero);
        Assert.That(
            comparison.Runs.SelectMany(r => r.Check!.Examples.Where(e => !IsEndOfWalk(e)).Select(e => $"{r.Controller.Word()}: {e}")), Is.Empty);
    }

    /// <summary>SUMO's crossings on foot have no yellow, in the network's own program neither; the test network has one, link 8.</summary>
    private static bool IsEndOfWalk(string finding) =>
        finding.StartsWith("[\"no_yellow\", \"right\"", StringComparison.Ordinal) && finding.EndsWith(", 8]", StringComparison.Ordinal);

    [Test]
    public void Kept_outputs_are_scored_alike_by_the_benchmarks_program()
    {
        var script = Bench.PathOrSkip("score_sumo.py");
        var conditions = _scenario.Conditions();
        var run = Run(conditions, [SumoController.Adaptive], keep: true).Runs.Single();
        var outputs = new SumoOutputs(Path.Combine(_scenario.Out, "adaptive", "1"));
        using var answer = Python(script, outputs.TripInfo, conditions.Configuration.RouteFiles[0], "100", "340", outputs.Statistic);

        Assert.That(File.Exists(outputs.Signals), Is.True);
        var ours = run.Score;
        (string, double?)[] figures =
        [
            ("scheduled", ours.Scheduled), ("inserted", ours.Inserted), ("finished", ours.Finished), ("not_inserted", ours.NotInserted), ("full_delay", ours.FullDelay),
            ("resco_delay", ours.RescoDelay), ("p95_delay", ours.P95Delay), ("max_wait", ours.MaxWait), ("mean_duration", ours.MeanDuration),
            ("mean_waiting", ours.MeanWaiting), ("mean_stops", ours.MeanStops), ("teleports", ours.Teleports), ("collisions", ours.Collisions),
            ("emergency_stops", ours.EmergencyStops),
        ];
        Assert.That(figures.Select(f => f.Item2), Is.EqualTo(figures.Select(f => answer.RootElement.GetProperty(f.Item1).GetDouble())));
    }

    [Test]
    public void Same_seed_gives_the_same_commands_with_sensor_errors_and_beside_other_runs()
    {
        var conditions = _scenario.Conditions(SensingModel.Field);

        var first = Run(conditions, [SumoController.Adaptive], seeds: [1, 2], jobs: 2).Runs.ToList();
        var again = Run(conditions, [SumoController.Adaptive], seeds: [2], jobs: 1).Runs.Single();

        Assert.That(again.Signals!.CommandDigest, Is.EqualTo(first[1].Signals!.CommandDigest).And.Not.EqualTo(first[0].Signals!.CommandDigest));
        Assert.That(again.Score, Is.EqualTo(first[1].Score));
    }

    [Test]
    public void Green_of_the_minimum_is_shown_for_as_long_and_no_longer_when_others_wait()
    {
        Run(_scenario.Conditions(), [SumoController.Greedy], keep: true);

        var shortest = ShownStates.ShortestGreen(new SumoOutputs(Path.Combine(_scenario.Out, "greedy", "1")).Signals);

        Assert.That(shortest, Is.EqualTo(5));
    }

    [Test]
    public void Adaptive_control_is_in_charge_from_the_first_second_of_traffic([Values] SensingModel sensing)
    {
        var rungs = new RungLog();

        Run(_scenario.Conditions(sensing) with { Recorder = (_, _) => rungs }, [SumoController.Adaptive]);

        var traffic = rungs.Ticks.Where(t => t.Deadline >= VirtualOptions.Monday + Duration.FromSeconds(100)).ToList();
        Assert.That(traffic, Has.Count.GreaterThanOrEqualTo(2 * 10 * TinyScenario.Seconds));
        Assert.That(traffic.Where(t => t.Level != ControlLevel.Adaptive), Is.Empty);
    }

    [TestCase(2)]
    [TestCase(4)]
    public void Yellow_that_is_asked_for_is_shown(int seconds)
    {
        Run(_scenario.Conditions() with { Yellow = Duration.FromSeconds(seconds) }, [SumoController.Greedy], keep: true);

        var shortest = ShownStates.ShortestYellow(new SumoOutputs(Path.Combine(_scenario.Out, "greedy", "1")).Signals);

        Assert.That(shortest, Is.EqualTo(seconds));
    }

    [Test]
    public void Demand_that_sumo_refuses_comes_back_in_its_words([Values(SumoController.Static, SumoController.Fixed)] SumoController controller)
    {
        using var bad = new TinyScenario(badTrips: true);
        var conditions = bad.Conditions();

        Assert.That(() => Run(conditions, [controller]), Throws.TypeOf<TraciException>().With.Message.Contains("nowhere"));
    }

    [Test]
    public void Cancelled_experiment_has_no_half_result()
    {
        var conditions = _scenario.Conditions();
        using var stop = new CancellationTokenSource();
        var experiment = new SumoExperiment(conditions, [SumoController.Fixed], [1, 2, 3]) { Jobs = 1 };

        Assert.That(() => experiment.Run(_ => stop.Cancel(), stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private SumoComparison Run(
        SumoConditions conditions, SumoController[] controllers, int[]? seeds = null, int jobs = 2, bool keep = false, SignalCheck? check = null) =>
        new SumoExperiment(conditions, [.. controllers], [.. seeds ?? [1]]) { Jobs = jobs, Keep = keep ? _scenario.Out : null, Check = check }
            .Run(_ => { }, CancellationToken.None);

    private static JsonDocument Python(params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(RequiredTool.Python, arguments) { RedirectStandardOutput = true };
        using var process = System.Diagnostics.Process.Start(start)!;
        return JsonDocument.Parse(process.StandardOutput.ReadToEnd());
    }
}
