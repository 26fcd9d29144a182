using System.Collections.Immutable;
using System.CommandLine;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Tuning;
using Signals.Sim.Validation;
using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary><c>sim validate FILE</c>: controllers against each other on paired seeds, in virtual time.</summary>
public sealed class ValidateCommand
{
    private readonly Argument<FileInfo> _file = CorridorArgument.Required();

    private readonly Option<string> _controllers = new("--controllers")
    {
        Description = "Controllers to compare: local, fixed, tuned (fixed time, plans tuned for this demand on other seeds), actuated, max-pressure, greedy, advanced-mp, adaptive, and adaptive+persistence, adaptive+ratio, adaptive+model, adaptive+oracle: the optimiser with an arrival forecast. The last in this order is compared with each of the others.",
        DefaultValueFactory = _ => "fixed,tuned,actuated,adaptive",
    };

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "Number of paired seeds, 1 to 100: seeds 1 to N. At least 10 for a figure worth publishing. Default 10.",
        DefaultValueFactory = _ => 10,
    };

    private readonly Option<FileInfo?> _demand = ScenarioOption.Create();
    private readonly Option<string?> _cases = CaseOption.Create();
    private readonly Option<TimeOnly> _at = new("--at") { Description = "Local time at which measuring starts. Default 07:30.", DefaultValueFactory = _ => new TimeOnly(7, 30) };
    private readonly Option<Duration> _warmUp = DurationText.Option("--warm-up", Duration.FromSeconds(900), "Simulated before measuring starts.");
    private readonly Option<Duration> _duration = DurationText.Option("--duration", Duration.FromSeconds(3600), "Measured.");
    private readonly Option<int> _threads = new("--threads") { Description = "Runs at the same time. Default 2.", DefaultValueFactory = _ => 2 };
    private readonly Option<FileInfo?> _json = JsonResult.Option();

    public Command Create()
    {
        var command = new Command(
            "validate", "Compare controllers on a corridor in virtual time: paired seeds, warm-up, means and differences with 95 % confidence intervals. "
            + $"Exit code 1 when a cabinet's monitor found anything. {ExitCode.Help}")
        {
            _file, _controllers, _seeds, _demand, _cases, _at, _warmUp, _duration, _threads, _json,
        };
        _controllers.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !ControllerChoices.TryParse(result.Tokens[0].Value, out _, out var problem))
            {
                result.AddError(problem);
            }
        });
        _seeds.Between(1, 100);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_cases) is not null && result.GetResult(_at) is { Implicit: false })
            {
                result.AddError("--at and --cases exclude each other: every case has its own time");
            }
        });
        _threads.Between(1, 64);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(_file);
        var corridor = CorridorArgument.Load(file);
        var scenario = ScenarioOption.Load(parsed.GetValue(_demand), file, corridor);
        var cases = CaseOption.Of(parsed.GetValue(_cases), scenario);
        var plan = PlanOf(parsed, corridor, scenario);
        var console = Terminal.For(parsed.InvocationConfiguration.Output);
        return cases.IsEmpty
            ? await RunOneAsync(console, plan, parsed.GetValue(_json), cancellationToken)
            : await RunCasesAsync(console, plan, cases, parsed.GetValue(_json), cancellationToken);
    }

    private static async Task<int> RunOneAsync(IAnsiConsole console, ValidationPlan plan, FileInfo? json, CancellationToken cancellationToken)
    {
        Announce(console, plan);
        var tuned = plan.Controllers.Contains(ControllerChoice.Tuned) ? await TuneAsync(console, plan, cancellationToken) : null;
        var comparison = await MeasureAsync(console, new CorridorValidation(plan, tuned), cancellationToken);
        ComparisonTable.Write(console, comparison);
        await JsonResult.WriteAsync(json, ValidationReport.Of(plan, tuned, comparison), cancellationToken);
        return Verdict(console, comparison.Runs);
    }

    /// <summary>Plans by time of day know the hour but not the disturbance: tuned ones are made for the scenario's usual demand at the case's time.</summary>
    private static async Task<int> RunCasesAsync(
        IAnsiConsole console, ValidationPlan usual, ImmutableArray<DemandCase> cases, FileInfo? json, CancellationToken cancellationToken)
    {
        var tuned = new Dictionary<Duration, Corridor>();
        var results = new List<CaseResult>();
        foreach (var one in cases)
        {
            var plan = usual with { At = one.At, Scenario = one.On(usual.Scenario) };
            Announce(console, plan);
            if (plan.Controllers.Contains(ControllerChoice.Tuned) && !tuned.ContainsKey(one.At))
            {
                tuned[one.At] = await TuneAsync(console, usual with { At = one.At }, cancellationToken);
            }

            var plans = tuned.GetValueOrDefault(one.At);
            var comparison = await MeasureAsync(console, new CorridorValidation(plan, plans), cancellationToken);
            ComparisonTable.Write(console, comparison);
            results.Add(new CaseResult(one, plan, plans, comparison));
        }

        CaseTable.Write(console, results);
        await JsonResult.WriteAsync(json, CaseReport.Of(results), cancellationToken);
        return Verdict(console, results.SelectMany(r => r.Comparison.Runs));
    }

    private ValidationPlan PlanOf(ParseResult parsed, Corridor corridor, Scenario scenario)
    {
        if (!ControllerChoices.TryParse(parsed.GetRequiredValue(_controllers), out var controllers, out var problem))
        {
            throw new ArgumentException(problem, nameof(parsed));
        }

        return new ValidationPlan
        {
            Corridor = corridor,
            Scenario = scenario,
            Controllers = [.. controllers],
            Seeds = [.. Enumerable.Range(1, parsed.GetRequiredValue(_seeds)).Select(s => (ulong)s)],
            At = Duration.FromSeconds(parsed.GetRequiredValue(_at).ToTimeSpan().TotalSeconds),
            WarmUp = parsed.GetRequiredValue(_warmUp),
            Length = parsed.GetRequiredValue(_duration),
            Threads = parsed.GetRequiredValue(_threads),
        };
    }

    private static void Announce(IAnsiConsole console, ValidationPlan plan) => console.WriteLine(
        $"{plan.Corridor.Name}, file {plan.Corridor.ContentHash[..12]}, demand \"{plan.Scenario.Name}\", "
        + $"{TimeSpan.FromMilliseconds(plan.At.Milliseconds):hh\\:mm} for {DurationText.Compact(plan.Length)} after {DurationText.Compact(plan.WarmUp)} warm-up, "
        + $"seeds {plan.Seeds[0]} to {plan.Seeds[^1]}");

    private static async Task<Corridor> TuneAsync(IAnsiConsole console, ValidationPlan plan, CancellationToken cancellationToken)
    {
        var evaluations = PlanTuning.UsualEvaluations(plan.Corridor);
        var tuned = await BackgroundWork.RunAsync(
            console, "tuning plans", evaluations, step => PlanTuning.Tune(plan, PlanTuning.Seeds, () => step(1), cancellationToken), cancellationToken);
        var plans = tuned.Intersections.Select(x => (x.Id, Plan: x.PlanAt(DayOfWeek.Monday, plan.At)));
        console.WriteLine($"tuned on seeds {string.Join(", ", PlanTuning.Seeds)}: " + string.Join(
            "; ", plans.Select(p => p.Plan.IsFree ? $"{p.Id} free" : $"{p.Id} cycle {p.Plan.Cycle.TotalSeconds:0} offset {p.Plan.Offset.TotalSeconds:0}")));
        return tuned;
    }

    private static Task<Comparison> MeasureAsync(IAnsiConsole console, CorridorValidation validation, CancellationToken cancellationToken) => BackgroundWork.RunAsync(
        console, "simulating", validation.Total.TotalSeconds, step => validation.Run(by => step(by.TotalSeconds), cancellationToken), cancellationToken);

    private static int Verdict(IAnsiConsole console, IEnumerable<RunResult> runs)
    {
        var found = runs.Where(r => r.MonitorFindings > 0).ToImmutableArray();
        foreach (var run in found)
        {
            console.WriteLine($"MONITOR: {run.Controller.Word()} seed {run.Seed}: {run.MonitorFindings} findings; {string.Join("; ", run.FirstFindings)}");
        }

        return found.IsEmpty ? ExitCode.Ok : ExitCode.Failed;
    }
}
