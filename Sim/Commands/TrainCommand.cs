using System.CommandLine;
using System.Diagnostics;
using Signals.Core.Units;
using Signals.Sim.Training.Congestion;
using Signals.Sim.Training.Counts;
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
    private readonly Option<int> _heldOut = Whole("--held-out", "Unseen corridors for the results in the card; 0 leaves them out", 0, 100, 6);
    private readonly Option<int> _minutes = Whole("--minutes", "Simulated minutes of each of a corridor's three days", 30, 240, (int)(Default.Length.TotalSeconds / 60));
    private readonly Option<int> _trees = Whole("--trees", "Trees of each mean; an event has as many, a spread a fifth", 5, 400, HeadTrees.DefaultTrees);
    private readonly Option<int> _threads = Whole("--threads", "Days simulated at the same time; the result does not depend on it", 1, 64, Default.Threads);

    private readonly Option<FileInfo?> _data = new("--data")
    {
        Description = "Instead: a count history (CSV: 'time,NAME,…', a line a bin, local times, empty where missing, half a year or more). Learns from the first 70 % of its days and says on "
            + "the last 15 % whether that beats history x today's ratio.",
    };

    private readonly Option<FileInfo?> _json = JsonResult.Option();

    public Command Create()
    {
        var command = new Command("train", $"Train the congestion model on this machine's processor from simulated corridors, export it and write its card. {ExitCode.Help}")
        {
            _output, _seed, _corridors, _calibration, _heldOut, _minutes, _trees, _threads, _data, _json,
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
        return parsed.GetValue(_data) is { } data
            ? await LearnCountsAsync(parsed, data, Progress, cancellationToken)
            : await TrainAsync(parsed, Progress, cancellationToken);
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
}
