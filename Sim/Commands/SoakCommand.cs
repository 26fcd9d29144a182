using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Signals.Controller.Configuration;
using Signals.Core.Model;
using Signals.Sim.Safety;

namespace Signals.Sim.Commands;

/// <summary><c>sim soak</c>: random and hostile use of every cabinet of a corridor in virtual time, judged by an independent auditor.</summary>
public static class SoakCommand
{
    private const long StepsPerReport = 100_000;

    public static Command Create()
    {
        var file = new Argument<FileInfo?>("FILE")
        {
            Description = "Corridor file. Default: the example corridor.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var steps = new Option<long>("--steps") { Description = "Control steps of 100 ms in all, shared out evenly. Default 10,000,000.", DefaultValueFactory = _ => 10_000_000 };
        var seeds = new Option<int>("--seeds") { Description = "Seeds for each intersection, 1 … N. Default 2.", DefaultValueFactory = _ => 2 };
        var json = JsonResult.Option();
        steps.Validators.Add(result => AtLeastOne(result.GetValueOrDefault<long>(), "--steps", result));
        seeds.Validators.Add(result => AtLeastOne(result.GetValueOrDefault<int>(), "--seeds", result));
        var command = new Command("soak", $"Random demand, hostile commands, faults, people and pre-emption against every cabinet of a corridor in virtual time. "
            + $"Fails on any monitor finding, unexplained trip or call that waited beyond its bound. {ExitCode.Help}")
        {
            file, steps, seeds, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(file), parsed.GetValue(steps), parsed.GetValue(seeds), parsed.GetValue(json), parsed.InvocationConfiguration, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo? file, long steps, int seeds, FileInfo? json, InvocationConfiguration console, CancellationToken cancellation)
    {
        file ??= CorridorPath.FindExample(Environment.CurrentDirectory, AppContext.BaseDirectory);
        var loaded = CorridorFile.Load(file.FullName);
        if (loaded.Corridor is null)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, loaded.Findings));
        }

        var started = Stopwatch.GetTimestamp();
        var share = Math.Max(1, steps / (seeds * loaded.Corridor.Intersections.Length));
        var runs = new List<SafetySoakResult>();
        foreach (var intersection in loaded.Corridor.Intersections)
        {
            for (var seed = 1; seed <= seeds; seed++)
            {
                runs.Add(RunOne(intersection, seed, share, cancellation));
                await console.Output.WriteLineAsync(Line(runs[^1]));
            }
        }

        var summary = new SoakSummary(file.Name, runs, Stopwatch.GetElapsedTime(started).TotalSeconds);
        await console.Output.WriteLineAsync(summary.ToString());
        await JsonResult.WriteAsync(json, summary, cancellation);
        return summary.IsSafe ? ExitCode.Ok : ExitCode.Failed;
    }

    private static SafetySoakResult RunOne(Intersection intersection, int seed, long steps, CancellationToken cancellation)
    {
        var soak = new SafetySoak(intersection, seed);
        for (var left = steps; left > StepsPerReport; left -= StepsPerReport)
        {
            soak.Run(StepsPerReport, cancellation);
        }

        return soak.Run((steps - 1) % StepsPerReport + 1, cancellation);
    }

    private static string Line(SafetySoakResult run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Intersection,-20} seed {run.Seed,3}  {run.Steps,10:N0} steps  findings {run.Findings}  unexplained trips {run.UnexplainedTrips}  "
        + $"late {run.LateServices}  longest wait {run.LongestWait} of {run.WaitBound}  greens {run.Greens:N0}  trips on injected faults {run.ExplainedTrips}  "
        + $"frames {run.FramesAccepted:N0} accepted {run.FramesRejected:N0} refused  digest {run.Digest:x16}")
        + string.Concat(run.FirstFindings.Select(finding => Environment.NewLine + "    " + finding));

    private static void AtLeastOne(long value, string name, System.CommandLine.Parsing.OptionResult result)
    {
        if (value < 1)
        {
            result.AddError($"{name} is {value}; accepted: 1 or more");
        }
    }
}
