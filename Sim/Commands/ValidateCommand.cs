using System.Collections.Immutable;
using System.CommandLine;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Validation;
using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary><c>sim validate FILE</c>: controllers against each other on paired seeds, in virtual time.</summary>
public sealed class ValidateCommand
{
    private readonly Argument<FileInfo> _file = CorridorArgument.Required();

    private readonly Option<string> _controllers = new("--controllers")
    {
        Description = "Controllers to compare: local, fixed, tuned (fixed time, plans tuned for this demand on other seeds), actuated, adaptive. The last in this order is compared with each of the others.",
        DefaultValueFactory = _ => "fixed,tuned,actuated,adaptive",
    };

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "Number of paired seeds, 1 to 100: seeds 1 to N. At least 10 for a figure worth publishing. Default 10.",
        DefaultValueFactory = _ => 10,
    };

    private readonly Option<FileInfo?> _demand = ScenarioOption.Create();
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
            _file, _controllers, _seeds, _demand, _at, _warmUp, _duration, _threads, _json,
        };
        _controllers.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !ControllerChoices.TryParse(result.Tokens[0].Value, out _, out var problem))
            {
                result.AddError(problem);
            }
        });
        _seeds.Validators.Add(result => Range(result, 1, 100));
        _threads.Validators.Add(result => Range(result, 1, 64));
        command.SetAction(RunAsync);
        return command;
    }

    private static void Range(System.CommandLine.Parsing.OptionResult result, int low, int high)
    {
        var value = result.GetValueOrDefault<int>();
        if (value < low || value > high)
        {
            result.AddError($"{value} is not possible for {result.Option.Name}; accepted: {low} to {high}");
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(_file);
        var corridor = CorridorArgument.Load(file);
        var plan = PlanOf(parsed, corridor, ScenarioOption.Load(parsed.GetValue(_demand), file, corridor));
        var console = Terminal.For(parsed.InvocationConfiguration.Output);
        Announce(console, plan);
        var tuned = plan.Controllers.Contains(ControllerChoice.Tuned) ? await TuneAsync(console, plan, cancellationToken) : null;
        var comparison = await MeasureAsync(console, new CorridorValidation(plan, tuned), cancellationToken);
        ComparisonTable.Write(console, comparison);
        var report = ValidationReport.Of(plan, tuned, comparison);
        await JsonResult.WriteAsync(parsed.GetValue(_json), report, cancellationToken);
        return Verdict(console, comparison);
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
        var evaluations = PlanTuning.MostEvaluations(plan.Corridor.Intersections.Length);
        var tuned = await InBackgroundAsync(
            console, "tuning plans", evaluations, step => PlanTuning.Tune(plan, () => step(1), cancellationToken), cancellationToken);
        var plans = tuned.Intersections.Select(x => (x.Id, Plan: x.PlanAt(DayOfWeek.Monday, plan.At)));
        console.WriteLine($"tuned on seeds {string.Join(", ", PlanTuning.Seeds)}: " + string.Join(
            "; ", plans.Select(p => p.Plan.IsFree ? $"{p.Id} free" : $"{p.Id} cycle {p.Plan.Cycle.TotalSeconds:0} offset {p.Plan.Offset.TotalSeconds:0}")));
        return tuned;
    }

    private static Task<Comparison> MeasureAsync(IAnsiConsole console, CorridorValidation validation, CancellationToken cancellationToken) => InBackgroundAsync(
        console, "simulating", validation.Total.TotalSeconds, step => validation.Run(by => step(by.TotalSeconds), cancellationToken), cancellationToken);

    private static Task<T> InBackgroundAsync<T>(
        IAnsiConsole console, string title, double total, Func<Action<double>, T> work, CancellationToken cancellationToken) =>
        Progress(console).StartAsync(context =>
        {
            var task = context.AddTask(title, maxValue: total);
            return Task.Factory.StartNew(() => work(task.Increment), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        });

    private static Progress Progress(IAnsiConsole console) => console.Progress().AutoClear(true).Columns(
        new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn());

    private static int Verdict(IAnsiConsole console, Comparison comparison)
    {
        var found = comparison.Runs.Where(r => r.MonitorFindings > 0).ToImmutableArray();
        foreach (var run in found)
        {
            console.WriteLine($"MONITOR: {run.Controller.Word()} seed {run.Seed}: {run.MonitorFindings} findings; {string.Join("; ", run.FirstFindings)}");
        }

        return found.IsEmpty ? ExitCode.Ok : ExitCode.Failed;
    }
}
