using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Signals.Controller.Configuration;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;
using Signals.Core.Units;
using Signals.Sim.Tuning;
using Signals.Sim.Validation;
using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary><c>sim tune FILE</c>: fixed-time plans for the demand of an hour, shown before and after, written into a copy of the file.</summary>
public sealed class TuneCommand
{
    /// <summary>Seeds that before and after are measured on: neither tuned on nor those that results are reported on.</summary>
    public static readonly ImmutableArray<ulong> CheckSeeds = [11, 12, 13, 14];

    private readonly Argument<FileInfo> _file = CorridorArgument.Required();
    private readonly Option<FileInfo?> _demand = ScenarioOption.Create();
    private readonly Option<TimeOnly> _at = new("--at") { Description = "Local time whose plans are tuned, for the demand from then on. Default 07:30.", DefaultValueFactory = _ => new TimeOnly(7, 30) };
    private readonly Option<string> _seeds = SeedRange.Tuning();
    private readonly Option<Duration> _duration = DurationText.Option("--duration", Duration.FromSeconds(1800), "Measured in each run of the table before and after.");
    private readonly Option<int> _threads = new("--threads") { Description = "Runs at the same time. Default 2.", DefaultValueFactory = _ => 2 };
    private readonly Option<FileInfo?> _json = JsonResult.Option();

    private readonly Option<FileInfo?> _output = new("--output", "-o")
    {
        Description = "Write a copy of the corridor file with the tuned plans, comments kept. Without it nothing is written.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _force = new("--force") { Description = "With -o: overwrite a file that exists." };

    public Command Create()
    {
        _demand.Aliases.Add("--scenario");
        var command = new Command(
            "tune", "Tune the fixed-time plans that are in force at a time of day: Webster splits, common cycle, offsets and splits by search, each candidate judged in "
            + $"simulation. Shows delay and stops before and after by street, and what changes in the file. {ExitCode.Help}")
        {
            _file, _demand, _at, _seeds, _output, _force, _duration, _threads, _json,
        };
        _threads.Between(1, 64);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_output) is { Exists: true } file && !result.GetValue(_force))
            {
                result.AddError($"{file} exists; add --force to overwrite it, or name another file");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(_file);
        var plan = PlanOf(parsed, file);
        var console = Terminal.For(parsed.InvocationConfiguration.Output);
        var seeds = SeedRange.Parse(parsed.GetRequiredValue(_seeds));
        var text = await File.ReadAllTextAsync(file.ToString(), cancellationToken);
        var candidates = 0;
        var tuned = await BackgroundWork.RunAsync(
            console, "tuning plans", PlanTuning.UsualEvaluations(plan.Corridor),
            step => PlanTuning.Tune(plan, seeds, () => step(Interlocked.Increment(ref candidates) > 0 ? 1 : 0), cancellationToken), cancellationToken);
        var comparison = await MeasureAsync(console, plan, tuned, cancellationToken);
        StreetTable.Write(console, comparison);

        var (written, changes) = Rewrite(file.ToString(), text, plan, tuned);
        Show(console, changes);
        var output = parsed.GetValue(_output);
        await WriteAsync(console, output, written, cancellationToken);
        var report = TuningReport.Of(plan, seeds, candidates, tuned, changes, comparison, output?.ToString() ?? "");
        await JsonResult.WriteAsync(parsed.GetValue(_json), report, cancellationToken);
        return comparison.Runs.Any(r => r.MonitorFindings > 0) ? ExitCode.Failed : ExitCode.Ok;
    }

    /// <exception cref="InvalidDataException">Nothing is in force that could be tuned.</exception>
    private ValidationPlan PlanOf(ParseResult parsed, FileInfo file)
    {
        var corridor = CorridorArgument.Load(file);
        var at = Duration.FromSeconds(parsed.GetRequiredValue(_at).ToTimeSpan().TotalSeconds);
        if (corridor.Intersections.All(x => x.PlanAt(DayOfWeek.Monday, at).IsFree))
        {
            throw new InvalidDataException(
                $"{file}: every intersection runs free at {parsed.GetRequiredValue(_at):HH\\:mm}; choose an --at at which plans with a cycle are in force");
        }

        return new ValidationPlan
        {
            Corridor = corridor,
            Scenario = ScenarioOption.Load(parsed.GetValue(_demand), file, corridor),
            Controllers = [ControllerChoice.Fixed, ControllerChoice.Tuned],
            Seeds = CheckSeeds,
            At = at,
            WarmUp = Duration.Min(at, Duration.FromSeconds(900)),
            Length = parsed.GetRequiredValue(_duration),
            Threads = parsed.GetRequiredValue(_threads),
        };
    }

    private static Task<Comparison> MeasureAsync(IAnsiConsole console, ValidationPlan plan, Corridor tuned, CancellationToken cancellationToken)
    {
        var validation = new CorridorValidation(plan, tuned);
        return BackgroundWork.RunAsync(
            console, "before and after", validation.Total.TotalSeconds, step => validation.Run(by => step(by.TotalSeconds), cancellationToken), cancellationToken);
    }

    /// <summary>The file's text with the tuned plans, checked as the service would check it.</summary>
    /// <exception cref="InvalidDataException">The plans cannot be written into this text, or the result would not pass the check.</exception>
    private static (string Text, ImmutableArray<Change> Changes) Rewrite(string file, string text, ValidationPlan plan, Corridor tuned)
    {
        var plans = tuned.Intersections.Select(x => (x.Id, Plan: x.PlanAt(DayOfWeek.Monday, plan.At))).Where(p => !p.Plan.IsFree);
        var written = PlanText.Replace(file, text, plans);
        var (before, after) = (CorridorFile.Parse(file, Encoding.UTF8.GetBytes(text)), CorridorFile.Parse(file, Encoding.UTF8.GetBytes(written)));
        return after.HasErrors
            ? throw new InvalidDataException(
                "the tuned plans would not pass the check:" + Environment.NewLine + string.Join(Environment.NewLine, after.Findings.Where(f => f.Severity == Severity.Error)))
            : (written, CorridorDiff.Between(before, after));
    }

    private static void Show(IAnsiConsole console, ImmutableArray<Change> changes)
    {
        foreach (var change in changes)
        {
            console.WriteLine($"line {change.NewLine}: {change.Path}: {(change.Old.Length > 0 ? change.Old : "absent")} → {change.New}");
        }

        console.WriteLine(changes.IsEmpty ? "nothing to change: the file's plans are the best found" : $"{changes.Length} values change");
    }

    private static async Task WriteAsync(IAnsiConsole console, FileInfo? output, string text, CancellationToken cancellationToken)
    {
        if (output is null)
        {
            console.WriteLine("nothing written; -o PATH writes a copy of the file with these plans");
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output.ToString()))!);
        await File.WriteAllTextAsync(output.ToString(), text, cancellationToken);
        console.WriteLine($"written: {output}");
    }
}
