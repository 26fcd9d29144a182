using System.CommandLine;
using System.Diagnostics;
using Signals.Core.Units;
using Signals.Sim.Training.Congestion;
using Signals.Sim.Training.Counts;
using Signals.Sim.Training.HighResolution;
using Signals.Sim.Training.Reports;
using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary><c>sim train</c>: the congestion model from simulated corridors, or a verdict on learning from an agency's own counts.</summary>
public sealed class TrainCommand
{
    private static readonly CongestionTraining Default = new();

    private readonly Option<FileInfo> _output = new("-o", "--out")
    {
        Description = "Model file; its card is written beside it. Default: congestion.onnx.", DefaultValueFactory = _ => new FileInfo("congestion.onnx"),
    };

    private readonly Option<ulong> _seed = new("--seed") { Description = "Everything random follows from it. Default 1.", DefaultValueFactory = _ => Default.Seed };
    private readonly Option<int> _corridors = Whole("--corridors", "Sampled corridors to learn from", 1, 200, Default.Corridors);
    private readonly Option<int> _calibration = Whole("--calibration", "Further corridors for calibration", 1, 100, Default.CalibrationCorridors);
    private readonly Option<int> _heldOut = Whole("--held-out", "Unseen corridors for the results in the card; 0 leaves them out", 0, 100, 16);
    private readonly Option<int> _minutes = Whole("--minutes", "Simulated minutes of each of a corridor's three days", 30, 240, (int)(Default.Length.TotalSeconds / 60));
    private readonly Option<int> _trees = Whole("--trees", "Trees of each mean; an event has as many, a spread a fifth", 5, 400, HeadTrees.DefaultTrees);
    private readonly Option<int> _threads = Whole("--threads", "Days simulated at the same time; the result does not depend on it", 1, 64, Default.Threads);

    private readonly Option<FileInfo[]> _sumo = new("--sumo")
    {
        Description = "Learn from runs of this SUMO scenario (MAP.sumocfg) besides, with loops and with radars; may be repeated. Needs the Debian package sumo. Not for maps on which results are reported.",
    };

    private readonly Option<int> _sumoSets = Whole("--sumo-sets", "Sets of three runs of each SUMO scenario; every fourth, and at least one, is for calibration", 2, 40, Default.SumoSets);

    private readonly Option<FileInfo?> _data = new("--data")
    {
        Description = "Instead: your own records, and whether learning from them beats what needs no learning. A count history (CSV: 'time,NAME,…', a line a bin, local times, empty where missing, half "
            + "a year or more) against history x today's ratio; or hi-res events (CSV: 'TimeStamp,DeviceId,EventId,Parameter', two hours or more, with --detectors) against persistence and the mean of "
            + "15 min. Learns from the first 70 % and is judged on the last 15 %.",
    };

    private readonly Option<FileInfo?> _detectors = new("--detectors")
    {
        Description = "With hi-res events in --data: what each channel is for (CSV: 'DeviceId,Phase,Function,Parameter'; phases with Advance detectors are forecast).",
    };

    private readonly Option<FileInfo?> _json = JsonResult.Option();

    public Command Create()
    {
        var command = new Command("train", $"Train the congestion model on this machine's processor from simulated corridors, export it and write its card. {ExitCode.Help}")
        {
            _output, _seed, _corridors, _calibration, _heldOut, _minutes, _trees, _threads, _sumo, _sumoSets, _data, _detectors, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    internal static Option<int> Whole(string name, string what, int least, int most, int normal)
    {
        var option = new Option<int>(name) { Description = $"{what}, {least} to {most}. Default {normal}.", DefaultValueFactory = _ => normal };
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<int>();
            if (value < least || value > most)
            {
                result.AddError($"{value} is not possible for {name}; accepted: {least} to {most}");
            }
        });
        return option;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var console = Terminal.For(parsed.InvocationConfiguration.Output);
        var watch = Stopwatch.StartNew();
        void Progress(string text) => console.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalSeconds,6:F0} s  {text}"));
        return parsed.GetValue(_data) is not { } data ? await TrainAsync(parsed, Progress, cancellationToken)
            : HiResCounts.AreIn(data.FullName) ? await LearnEventsAsync(parsed, data, Progress, cancellationToken)
            : await LearnCountsAsync(parsed, data, Progress, cancellationToken);
    }

    private async Task<int> TrainAsync(ParseResult parsed, Action<string> progress, CancellationToken cancellationToken)
    {
        var training = Default with
        {
            Seed = parsed.GetRequiredValue(_seed),
            Corridors = parsed.GetRequiredValue(_corridors),
            CalibrationCorridors = parsed.GetRequiredValue(_calibration),
            Length = Duration.FromSeconds(60.0 * parsed.GetRequiredValue(_minutes)),
            Threads = parsed.GetRequiredValue(_threads),
            Trees = HeadTrees.Of(parsed.GetRequiredValue(_trees)),
            SumoMaps = [.. (parsed.GetValue(_sumo) ?? []).Select(map => map.FullName)],
            SumoSets = parsed.GetRequiredValue(_sumoSets),
        };
        var (model, results) = await BackgroundWork.Run(
            () =>
            {
                var made = training.Run(progress, cancellationToken);
                var study = new CongestionStudy { Corridors = parsed.GetRequiredValue(_heldOut), Threads = training.Threads, Length = training.Length };
                return (made, study.Corridors == 0 ? "Not evaluated.\n" : study.Run(made.Bytes, progress, cancellationToken).ToMarkdown());
            },
            cancellationToken);
        var file = parsed.GetRequiredValue(_output);
        await File.WriteAllBytesAsync(file.FullName, model.Bytes, cancellationToken);
        await File.WriteAllTextAsync(Path.ChangeExtension(file.FullName, ".md"), ModelCard.Write(model, training, results), cancellationToken);
        progress($"{file.Name}: {model.Bytes.Length} bytes, SHA-256 {model.Hash}");
        await JsonResult.WriteAsync(parsed.GetValue(_json), new { file = file.FullName, bytes = model.Bytes.Length, sha256 = model.Hash, model.Parity }, cancellationToken);
        return ExitCode.Ok;
    }

    private async Task<int> LearnCountsAsync(ParseResult parsed, FileInfo data, Action<string> progress, CancellationToken cancellationToken)
    {
        var history = CountHistoryFile.Read(data.FullName);
        var results = await BackgroundWork.Run(
            () => new CountStudy(history, CountSplit.Of(history), CountModelOptions.Default).Run(onTest: true, progress, cancellationToken), cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        await output.WriteLineAsync(CountTables.Errors($"{history.Name}: the last {history.Days - CountSplit.Of(history).ValidateTo} days", results).ToMarkdown());
        await output.WriteLineAsync(CountTables.AgainstBar(results).ToMarkdown());
        foreach (var result in results)
        {
            await output.WriteLineAsync(CountTables.Verdict(result));
        }

        await JsonResult.WriteAsync(parsed.GetValue(_json), results, cancellationToken);
        return ExitCode.Ok;
    }

    private async Task<int> LearnEventsAsync(ParseResult parsed, FileInfo data, Action<string> progress, CancellationToken cancellationToken)
    {
        var phases = HiResCounts.Read(data.FullName, (parsed.GetValue(_detectors) ?? throw new InvalidDataException(
            $"{data.Name} holds hi-res events: say what each detector channel is for with --detectors FILE.csv (DeviceId,Phase,Function,Parameter)")).FullName);
        var results = await BackgroundWork.Run(() => new HiResStudy(phases).InTime(progress, cancellationToken), cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        await output.WriteLineAsync(HiResTables.Errors($"{data.Name}: the last {100 - 100 * HiResStudy.ScoreFrom:0} %", results).ToMarkdown());
        foreach (var result in results)
        {
            await output.WriteLineAsync(HiResTables.Verdict(result));
        }

        await JsonResult.WriteAsync(parsed.GetValue(_json), results, cancellationToken);
        return ExitCode.Ok;
    }
}
