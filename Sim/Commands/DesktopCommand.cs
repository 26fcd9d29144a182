using System.CommandLine;
using System.Globalization;
using Signals.Controller.Hosting;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Sim.Desktop;
using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary><c>sim</c> without a verb: the desk-top corridor, watched in the terminal or headless.</summary>
public sealed class DesktopCommand
{
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PrintEvery = TimeSpan.FromSeconds(5);

    private readonly Argument<FileInfo?> _file = CorridorArgument.Optional();
    private readonly Option<FileInfo?> _demand = ScenarioOption.Create();
    private readonly Option<bool> _headless = new("--headless") { Description = "No live view: a line every few seconds and a summary at the end. Default when the output is no terminal." };
    private readonly Option<Duration?> _duration = DurationText.OptionalOption("--duration", "Stop after this time. Default: until Ctrl+C.");
    private readonly Option<string?> _controller = new("--controller") { Description = "Controller for every intersection: fixed, actuated or adaptive. Default: as the corridor file says." };
    private readonly Option<SensorWire> _sensors = new("--sensors") { Description = "How the sensors reach the controller: mqtt or udp. Default mqtt.", DefaultValueFactory = _ => SensorWire.Mqtt };
    private readonly Option<int> _basePort = new("--base-port") { Description = "Sensors on this loopback port, cabinets on the following ones; 0 takes free ports. Default 15020.", DefaultValueFactory = _ => 15020 };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of traffic and sensors. Default 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<TimeOnly> _at = new("--at") { Description = "Local time of day of the simulated demand at the start. Default 08:00.", DefaultValueFactory = _ => new TimeOnly(8, 0) };
    private readonly Option<DirectoryInfo?> _data = new("--data") { Description = "Folder for hi-res events and the flight recorder. Default: nothing is kept.", HelpName = "DIR" };
    private readonly Option<FileInfo?> _json = JsonResult.Option();

    /// <summary>Makes this the action of <paramref name="root"/>.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(_file);
        foreach (var option in new Option[] { _demand, _headless, _duration, _controller, _sensors, _basePort, _seed, _at, _data, _json })
        {
            root.Add(option);
        }

        _controller.AcceptOnlyFromAmong("fixed", "actuated", "adaptive");
        root.SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(_file) ?? CorridorPath.FindExample(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
        var corridor = CorridorArgument.Load(file);
        var scenario = ScenarioOption.Load(parsed.GetValue(_demand), file, corridor);
        var console = Terminal.For(parsed.InvocationConfiguration.Output);
        await using var desktop = await DesktopCorridor.StartAsync(
            corridor, scenario, OptionsOf(parsed), new ModbusCabinets(), TimeProvider.System, cancellationToken);
        var watch = new DesktopWatch(desktop, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (parsed.GetValue(_duration) is { } length)
        {
            stop.CancelAfter(TimeSpan.FromMilliseconds(length.Milliseconds));
        }

        var live = !parsed.GetValue(_headless) && console.Profile.Out.IsTerminal;
        await (live ? ShowAsync(console, desktop, watch, stop.Token) : PrintAsync(console, desktop, watch, stop.Token));
        var summary = watch.Summarise();
        await desktop.DisposeAsync();
        console.WriteLine(string.Join(Environment.NewLine, summary.Lines()));
        await JsonResult.WriteAsync(parsed.GetValue(_json), summary, CancellationToken.None);
        return summary.IsClean ? ExitCode.Ok : ExitCode.Failed;
    }

    private DesktopOptions OptionsOf(ParseResult parsed) => new()
    {
        Seed = parsed.GetRequiredValue(_seed),
        Sensors = parsed.GetRequiredValue(_sensors),
        BasePort = parsed.GetRequiredValue(_basePort),
        DemandAt = Duration.FromSeconds(parsed.GetRequiredValue(_at).ToTimeSpan().TotalSeconds),
        DataDirectory = parsed.GetValue(_data)?.FullName,
        Level = parsed.GetValue(_controller) switch
        {
            "fixed" => ControlLevel.FixedTime,
            "actuated" => ControlLevel.Actuated,
            "adaptive" => ControlLevel.Adaptive,
            _ => null,
        },
    };

    private static Task ShowAsync(IAnsiConsole console, DesktopCorridor desktop, DesktopWatch watch, CancellationToken cancellationToken) =>
        console.Live(CorridorView.Draw(watch.Look(), console.Profile.Width)).AutoClear(false).StartAsync(
            view => EveryAsync(DrawEvery, desktop, () => view.UpdateTarget(CorridorView.Draw(watch.Look(), console.Profile.Width)), cancellationToken));

    private static Task PrintAsync(IAnsiConsole console, DesktopCorridor desktop, DesktopWatch watch, CancellationToken cancellationToken)
    {
        var printed = TimeSpan.Zero;
        desktop.Alarms.Echo = console.WriteLine;
        return EveryAsync(
            DrawEvery, desktop,
            () =>
            {
                var picture = watch.Look();
                if (picture.Uptime - printed >= PrintEvery)
                {
                    printed = picture.Uptime;
                    console.WriteLine(Line(picture));
                }
            },
            cancellationToken);
    }

    /// <summary>Looks again and again until cancelled or until the corridor has failed.</summary>
    private static async Task EveryAsync(TimeSpan period, DesktopCorridor desktop, Action look, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period);
        try
        {
            while (!desktop.Completion.IsCompleted && await timer.WaitForNextTickAsync(cancellationToken))
            {
                look();
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over, or someone asked to stop.
        }

        if (desktop.Completion.IsFaulted)
        {
            await desktop.Completion;
        }
    }

    private static string Line(DesktopPicture picture) => string.Create(
        CultureInfo.InvariantCulture,
        $"{picture.Uptime:hh\\:mm\\:ss}  remote {picture.Intersections.Count(x => x.Mode == CabinetMode.Remote)}/{picture.Intersections.Length}  "
        + $"links {picture.Intersections.Count(x => x.LinkAgeMs >= 0)}/{picture.Intersections.Length}  {picture.Vehicles,4} vehicles  "
        + $"queue {picture.Intersections.Sum(x => x.QueueEstimate),4:0} of {picture.Intersections.Sum(x => x.QueueTrue),4}  "
        + $"late p99 {picture.LatenessP99Ms:0.0} ms  findings {picture.Intersections.Sum(x => x.MonitorFindings)}  {picture.MemoryMb:0} MB");
}
