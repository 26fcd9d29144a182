using System.CommandLine;
using Microsoft.Extensions.Logging;
using Signals.Controller.Hosting;
using Signals.Core.Model;
using Signals.Sim.Replay;
using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary><c>sim replay LOG --config DETECTORS</c>: recorded detectors into the running service, compared with what the real controller did.</summary>
public static class ReplayCommand
{
    private const double FastestSpeed = 50;

    public static Command Create(ICabinetLinkFactory links)
    {
        var log = new Argument<FileInfo>("LOG") { Description = "Hi-res log: TimeStamp,DeviceId,EventId,Parameter as CSV, plain or gzip." };
        var config = new Option<FileInfo>("--config") { Description = "Detector configuration: DeviceId,Phase,Function,Parameter as CSV, plain or gzip.", Required = true };
        var speed = new Option<double>("--speed") { Description = "Replay seconds per real second, 1 to 50. Default 1.", DefaultValueFactory = _ => 1 };
        var level = new Option<ControlLevel>("--controller") { Description = "Controller. Default actuated.", DefaultValueFactory = _ => ControlLevel.Actuated };
        var duration = DurationText.OptionalOption("--duration", "Play only this much of the log. Default: all of it.");
        var data = new Option<DirectoryInfo?>("--data") { Description = "Keep our events.db and flight log here. Default: a temporary folder.", HelpName = "DIR" };
        var json = JsonResult.Option();
        speed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is < 1 or > FastestSpeed)
            {
                result.AddError($"--speed is {result.GetValueOrDefault<double>()}; accepted: 1 to {FastestSpeed}");
            }
        });
        var command = new Command("replay", "Play the detector events of a recorded log into the running service, over UDP, against emulated cabinets built from the "
            + $"log, and compare phase service and green time with the recorded controller. Fails on an unserved call or a monitor finding. {ExitCode.Help}")
        {
            log, config, speed, level, duration, data, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var folder = new ReplayFolder(parsed.GetValue(data));
            var options = new ReplayOptions
            {
                Speed = parsed.GetValue(speed),
                Level = parsed.GetValue(level),
                Length = parsed.GetValue(duration),
                DataDirectory = folder.Path,
            };
            var report = await RunAsync(parsed.GetRequiredValue(log), parsed.GetRequiredValue(config), options, links, parsed.InvocationConfiguration, cancellationToken);
            await JsonResult.WriteAsync(parsed.GetValue(json), report, cancellationToken);
            return report.IsGood ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<ReplayReport> RunAsync(
        FileInfo log, FileInfo config, ReplayOptions options, ICabinetLinkFactory links, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var events = HiResLog.Read(log.FullName);
        var detectors = DetectorAssignment.Read(config.FullName);
        if (events.Count == 0 || detectors.Count == 0)
        {
            throw new InvalidDataException($"{log.Name} has {events.Count} events and {config.Name} {detectors.Count} detectors; a replay needs both");
        }

        using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error));
        var session = new ReplaySession(events, detectors, options, links, loggers);
        var running = session.RunAsync(cancellationToken);
        await AnsiConsole.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask($"replaying {log.Name} at {options.Speed:0.#}x", maxValue: 1);
            while (await Task.WhenAny(running, Task.Delay(500, cancellationToken)) != running)
            {
                task.Value = session.Progress;
            }

            task.Value = 1;
        });
        var report = await running;
        var table = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console.Output) });
        table.Profile.Width = Math.Max(table.Profile.Width, ReplayTable.Width);
        ReplayTable.Write(report, table);
        return report;
    }

    /// <summary>The folder asked for, or a temporary one that goes when the replay is over.</summary>
    private sealed class ReplayFolder(DirectoryInfo? wanted) : IDisposable
    {
        public string Path { get; } = wanted?.FullName ?? Directory.CreateTempSubdirectory("signals-replay-").FullName;

        public void Dispose()
        {
            if (wanted is null)
            {
                Directory.Delete(Path, recursive: true);
            }
        }
    }
}
