using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using Signals.Prediction.Running;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Training.Congestion;
using Signals.Sim.Training.Counts;
using Signals.Sim.Training.HighResolution;
using Signals.Sim.Training.Reports;
using Signals.Sim.Training.Scenarios;
using Signals.Sim.Validation;
using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary><c>sim evaluate-predictor</c>: every forecaster, every horizon, on unseen simulated corridors or on recorded counts.</summary>
public sealed class EvaluatePredictorCommand
{
    private const string Simulated = "sim";
    private const string OfSumo = "sumo";
    private const string Melbourne = "scats";
    private const string Oregon = "atspm";

    /// <summary>Published split of the Melbourne counts.</summary>
    private static readonly CountSplit MelbourneSplit = new(1400, 1700, 2033);

    private readonly Option<string> _data = new("--data")
    {
        Description = $"'{Simulated}': the model file on unseen simulated corridors; '{OfSumo}': the model file with SUMO's traffic on --map; '{Melbourne}': Melbourne SCATS counts, trees and networks learned afresh; '{Oregon}': Oregon hi-res events, one "
            + $"signal left out at a time. Default {Simulated}.",
        DefaultValueFactory = _ => Simulated,
    };

    private readonly Option<DirectoryInfo> _bench = new("--bench")
    {
        Description = "Folder with the recorded counts. Default: environment variable SIGNALS_BENCH, else ../shared/bench.",
        DefaultValueFactory = _ => new DirectoryInfo(Environment.GetEnvironmentVariable("SIGNALS_BENCH") ?? "../shared/bench"),
    };

    private readonly Option<FileInfo> _model = new("--model")
    {
        Description = "Model file. Default: Intersection.Actors/Prediction/Models/congestion.onnx.",
        DefaultValueFactory = _ => new FileInfo("Intersection.Actors/Prediction/Models/congestion.onnx"),
    };

    private readonly Option<FileInfo?> _map = new("--map") { Description = $"With {OfSumo}: the scenario, MAP.sumocfg, longer than 25 min." };

    private readonly Option<ImmutableArray<int>> _seeds = new("--seeds")
    {
        Description = $"With {OfSumo}: its seeds, a day each; the two after the last are the days before. Default 1-5.",
        HelpName = "SEEDS",
        DefaultValueFactory = _ => [.. Enumerable.Range(1, 5)],
        CustomParser = result =>
        {
            if (!SeedList.TryParse(result.Tokens[0].Value, out var seeds, out var problem))
            {
                result.AddError(problem);
            }

            return seeds;
        },
    };

    private readonly Option<SensingModel> _sensing = new("--sensing")
    {
        Description = $"With {OfSumo}: what our sensors see: ideal, field or loops. Default loops.",
        DefaultValueFactory = _ => SensingModel.Loops,
    };

    private readonly Option<int> _corridors = TrainCommand.Whole("--corridors", "Unseen corridors", 1, 100, new CongestionStudy().Corridors);
    private readonly Option<ControllerChoice> _controller = new("--controller")
    {
        Description = "Who controls the unseen corridors or the scenario: max-pressure, which training never saw, or fixed, actuated, greedy, adaptive, which it did. Default max-pressure.",
        DefaultValueFactory = _ => new CongestionStudy().Controller,
        CustomParser = result => OfWord(result.Tokens[0].Value, result),
    };

    private readonly Option<int> _threads = TrainCommand.Whole("--threads", "Days simulated at the same time; the result does not depend on it", 1, 64, new CongestionStudy().Threads);

    private readonly Option<bool> _validation = new("--validation")
    {
        Description = $"With {Melbourne}: score on the validation days, by which sizes are chosen, and leave the test days alone.",
    };

    private readonly Option<DirectoryInfo?> _out = new("--out") { Description = "Folder for report.md and report.html." };
    private readonly Option<FileInfo?> _json = JsonResult.Option();

    public Command Create()
    {
        var command = new Command(
            "evaluate-predictor", $"Score forecasts beside persistence, last cycle, historical average and its ratio, with 95 % intervals, calibration and events. {ExitCode.Help}")
        {
            _data, _bench, _model, _map, _seeds, _sensing, _corridors, _controller, _threads, _validation, _out, _json,
        };
        _data.AcceptOnlyFromAmong(Simulated, OfSumo, Melbourne, Oregon);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_data) == OfSumo && result.GetValue(_map) is null)
            {
                result.AddError($"--data {OfSumo} needs --map MAP.sumocfg");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static ControllerChoice OfWord(string word, ArgumentResult result)
    {
        ReadOnlySpan<ControllerChoice> accepted =
            [ControllerChoice.MaxPressure, ControllerChoice.Fixed, ControllerChoice.Actuated, ControllerChoice.Greedy, ControllerChoice.Adaptive];
        foreach (var choice in accepted)
        {
            if (choice.Word() == word)
            {
                return choice;
            }
        }

        result.AddError($"'{word}' cannot control here; accepted: max-pressure, fixed, actuated, greedy, adaptive");
        return default;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var console = Terminal.For(parsed.InvocationConfiguration.Output);
        var watch = Stopwatch.StartNew();
        void Progress(string text) => console.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalSeconds,6:F0} s  {text}"));
        var report = await BackgroundWork.Run(() => Evaluate(parsed, Progress, cancellationToken), cancellationToken);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(report.ToMarkdown());
        if (parsed.GetValue(_out) is { } folder)
        {
            folder.Create();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.md"), report.ToMarkdown(), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.html"), report.ToHtml(), cancellationToken);
        }

        await JsonResult.WriteAsync(parsed.GetValue(_json), report.Tables, cancellationToken);
        return ExitCode.Ok;
    }

    private PredictorReport Evaluate(ParseResult parsed, Action<string> progress, CancellationToken cancellationToken)
    {
        var counts = Path.Combine(parsed.GetRequiredValue(_bench).FullName, "counts");
        return parsed.GetRequiredValue(_data) switch
        {
            Melbourne => Counts(Path.Combine(counts, "vicroads_scats", "volume_data_sm.zip"), !parsed.GetValue(_validation), progress, cancellationToken),
            Oregon => HighResolution(Path.Combine(counts, "atspm_hires"), progress, cancellationToken),
            _ => Congestion(parsed, progress, cancellationToken),
        };
    }

    /// <summary>A file that the running system would refuse is refused with the same words.</summary>
    private PredictorReport Congestion(ParseResult parsed, Action<string> progress, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(_model).FullName;
        OnnxCongestionModel.Load(file).Dispose();
        var model = File.ReadAllBytes(file);
        var (controller, threads) = (parsed.GetRequiredValue(_controller), parsed.GetRequiredValue(_threads));
        return parsed.GetRequiredValue(_data) == OfSumo
            ? new SumoStudy(SumoData.Open(parsed.GetRequiredValue(_map)!.FullName, parsed.GetRequiredValue(_sensing)), parsed.GetRequiredValue(_seeds))
            {
                Controller = controller, Threads = threads,
            }.Run(model, progress, cancellationToken)
            : new CongestionStudy { Corridors = parsed.GetRequiredValue(_corridors), Controller = controller, Threads = threads }.Run(model, progress, cancellationToken);
    }

    private static PredictorReport HighResolution(string folder, Action<string> progress, CancellationToken cancellationToken)
    {
        var report = new PredictorReport("Oregon hi-res arrivals");
        report.Add(HiResTables.Errors(
            "Oregon hi-res, leave one signal out", new HiResStudy(HiResCounts.Oregon(folder)).LeaveOneSignalOut(progress, cancellationToken)));
        return report;
    }

    private static PredictorReport Counts(string path, bool onTest, Action<string> progress, CancellationToken cancellationToken)
    {
        var history = CountHistoryFile.Melbourne(path);
        var results = new CountStudy(history, MelbourneSplit, CountModelOptions.Default).Run(onTest, progress, cancellationToken);
        var report = new PredictorReport(history.Name);
        report.Add(CountTables.Errors($"{history.Name}, {(onTest ? "test days 1700-2032" : "validation days 1400-1699")}, {results[0].Scores[0].Forecasts} forecasts a horizon", results));
        report.Add(CountTables.AgainstBar(results));
        report.Add(CountTables.Chart(results));
        return report;
    }
}
