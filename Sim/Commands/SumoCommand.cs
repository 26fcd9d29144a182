using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;
using Signals.Sim.Forecasting;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Scoring;
using Signals.Sim.Sumo.Sensing;
using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary><c>sim sumo MAP.sumocfg</c>: our controllers and cabinets against SUMO's traffic, scored by SUMO's own outputs.</summary>
public sealed class SumoCommand
{
    private const string HelpOfOut = "Keep DIR/CONTROLLER/SEED/ with SUMO's tripinfo.xml, statistic.xml and signals.xml, so that anyone can score them again.";

    private static readonly Duration LeastYellow = Duration.FromSeconds(1);
    private static readonly Duration MostYellow = Duration.FromSeconds(10);

    private readonly Argument<FileInfo> _map = new("MAP") { Description = "SUMO configuration: MAP.sumocfg." };

    private readonly Option<IReadOnlyList<SumoController>> _controllers = new("--controllers")
    {
        Description = $"Who sets the signals: {SumoControllers.AllWords}. static and actuated are SUMO's own; always-green shows everybody green at once and bounds what any controller can reach. The last one is compared with each of the others. Default static,adaptive.",
        HelpName = "NAMES",
        DefaultValueFactory = _ => [SumoController.Static, SumoController.Adaptive],
        CustomParser = result => SumoControllers.TryParse(result.Tokens[0].Value, out var controllers, out var problem) ? controllers : Fail(result, problem, controllers),
    };

    private readonly Option<ImmutableArray<int>> _seeds = new("--seeds")
    {
        Description = "Seeds: 1-10, or 101,103. Default 1-10.",
        HelpName = "SEEDS",
        DefaultValueFactory = _ => [.. Enumerable.Range(1, 10)],
        CustomParser = result => SeedList.TryParse(result.Tokens[0].Value, out var seeds, out var problem) ? seeds : Fail(result, problem, seeds),
    };

    private readonly Option<SensingModel> _sensing = new("--sensing")
    {
        Description = "What our sensors see: ideal (200 m, exact), field (3 % missed, 2 % false, 0.3 s late, occlusion), loops (stop line and one advance loop a lane). Default ideal.",
        DefaultValueFactory = _ => SensingModel.Ideal,
    };

    private readonly Option<int> _teleport = new("--teleport")
    {
        Description = "SUMO moves a vehicle on that stood this many seconds; -1 never. Default -1.",
        DefaultValueFactory = _ => -1,
    };

    private readonly Option<SumoTiming> _timing = new("--timing")
    {
        Description = "comparable: yellow 3 s (the network's own where shorter), no all-red, minimum green 5 s. product: engineered clearances, maximum red. Default comparable.",
        DefaultValueFactory = _ => SumoTiming.Comparable,
    };

    private readonly Option<Duration?> _yellow = DurationText.OptionalOption(
        "--yellow", "Another yellow for comparable timing, 1s to 10s; some published comparisons show 2 s. Default: see --timing.");

    private readonly Option<PlannerSettings> _planner = PlannerOption.Create();

    private readonly Option<ForecastChoice> _forecasts = ForecastOption.Create();

    private readonly Option<Duration?> _interval = DurationText.OptionalOption(
        "--interval", "Time between two decisions of max-pressure, greedy and advanced-mp. Default: theirs, 10 s.");

    private readonly Option<int> _jobs = new("--jobs")
    {
        Description = "Runs at the same time, each with a SUMO of its own. Default: one a core.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<DirectoryInfo?> _out = new("--out") { Description = HelpOfOut, HelpName = "DIR" };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Judge the signal states that SUMO showed with the benchmark's check_signals.py (folder SIGNALS_BENCH).",
    };

    private readonly Option<FileInfo?> _json = JsonResult.Option();

    public Command Create()
    {
        var command = new Command(
            "sumo", "Run controllers on a SUMO scenario, paired by seed, and score SUMO's own outputs. Progress goes to the error output. "
            + $"Exit code 1 when a cabinet's monitor or the check found anything. {ExitCode.Help}")
        {
            _map, _controllers, _seeds, _sensing, _teleport, _timing, _yellow, _planner, _forecasts, _interval, _jobs, _out, _check, _json,
            new SumoImportCommand().Create(),
        };
        _teleport.Validators.Add(result => Accept(
            result, result.GetValueOrDefault<int>() is -1 or > 0, "--teleport takes -1 (never) or a number of seconds above 0"));
        _jobs.Between(1, 256);
        _yellow.Validators.Add(result => Accept(
            result, result.GetValueOrDefault<Duration?>() is not { } yellow || yellow >= LeastYellow && yellow <= MostYellow, "--yellow takes 1s to 10s"));
        command.Validators.Add(result =>
        {
            if (result.GetResult(_yellow) is not null && result.GetValue(_timing) == SumoTiming.Product)
            {
                result.AddError("--yellow is for --timing comparable; product timing works its yellow out from speeds and the timing standard");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static T Fail<T>(ArgumentResult result, string problem, T value)
    {
        result.AddError(problem);
        return value;
    }

    private static void Accept(OptionResult result, bool accepted, string problem)
    {
        if (!accepted)
        {
            result.AddError(problem);
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var conditions = ConditionsOf(parsed);
        var experiment = ExperimentOf(parsed, conditions);
        var console = Terminal.For(parsed.InvocationConfiguration.Output);
        console.WriteLine(
            $"{conditions.Configuration.Name}: {conditions.Network.Programs.Length} signals, {conditions.Length} s, sensing {conditions.Sensing.Word()}, "
            + $"timing {TimingOf(conditions)}, teleport {conditions.TeleportAfter}");
        var progress = new RunProgress(parsed.InvocationConfiguration.Error, experiment.Total);
        var comparison = await Task.Factory.StartNew(
            () => experiment.Run(progress.Note, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        SumoTable.Write(console, comparison);
        await JsonResult.WriteAsync(parsed.GetValue(_json), SumoReport.Of(conditions, comparison), cancellationToken);
        return Verdict(parsed.InvocationConfiguration.Output, comparison);
    }

    private SumoConditions ConditionsOf(ParseResult parsed)
    {
        var configuration = SumoConfiguration.Read(parsed.GetRequiredValue(_map).FullName);
        if (!double.IsFinite(configuration.End) || configuration.End <= configuration.Begin)
        {
            throw new SumoFormatException($"{configuration.Path}: end is missing or not after begin; a run needs <time><begin value=\"0\"/><end value=\"3600\"/></time>");
        }

        var conditions = new SumoConditions(
            SumoInstallation.Find(), configuration, configuration.ReadNetwork(), parsed.GetRequiredValue(_teleport), parsed.GetRequiredValue(_sensing), parsed.GetRequiredValue(_timing))
        {
            Planner = parsed.GetRequiredValue(_planner),
            Forecasts = ForecastOption.MakerOf(parsed.GetRequiredValue(_forecasts)),
            Foresight = parsed.GetRequiredValue(_forecasts) == ForecastChoice.Oracle,
            DecisionInterval = parsed.GetValue(_interval),
        };
        return parsed.GetValue(_yellow) is { } yellow ? conditions with { Yellow = yellow } : conditions;
    }

    private static string TimingOf(SumoConditions conditions) =>
        conditions.Timing == SumoTiming.Product ? "product" : $"comparable with yellow {DurationText.Compact(conditions.Yellow)}";

    private SumoExperiment ExperimentOf(ParseResult parsed, SumoConditions conditions)
    {
        return new SumoExperiment(conditions, [.. parsed.GetRequiredValue(_controllers)], parsed.GetRequiredValue(_seeds))
        {
            Jobs = parsed.GetRequiredValue(_jobs),
            Keep = parsed.GetValue(_out)?.FullName,
            Check = parsed.GetValue(_check)
                ? new SignalCheck(SignalCheck.FindScript(Environment.CurrentDirectory), conditions.Configuration.NetFile, conditions.Yellow.TotalSeconds,
                    conditions.ImportOptions.MinimumGreen.TotalSeconds)
                : null,
        };
    }

    private static int Verdict(TextWriter output, SumoComparison comparison)
    {
        var verdict = ExitCode.Ok;
        foreach (var run in comparison.Runs)
        {
            if (run.Signals is { MonitorFindings: > 0 } work)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"MONITOR: {run.Controller.Word()} seed {run.Seed}: {work.MonitorFindings} findings; {string.Join("; ", work.FirstFindings)}"));
                verdict = ExitCode.Failed;
            }

            if (run.Signals is not null && run.Check is { Findings: > 0 } check)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"CHECK: {run.Controller.Word()} seed {run.Seed}: {check.Findings} findings; {string.Join("; ", check.Examples)}"));
                verdict = ExitCode.Failed;
            }
        }

        return verdict;
    }
}
