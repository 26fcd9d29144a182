using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Microsoft.Extensions.Logging;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Desktop;
using Signals.Sim.Field;

namespace Signals.Sim.Commands;

/// <summary><c>sim emulate FILE</c>: cabinets, traffic and sensors for a controller elsewhere, with the front panel on the keyboard.</summary>
public sealed class EmulateCommand
{
    private static readonly TimeSpan PrintEvery = TimeSpan.FromSeconds(10);

    private readonly Argument<FileInfo> _file = CorridorArgument.Required();
    private readonly Option<FileInfo?> _demand = ScenarioOption.Create();

    private readonly Option<DnsEndPoint?> _mqtt = new("--mqtt")
    {
        Description = "Send the sensors' messages to this MQTT 5 broker.",
        HelpName = "HOST:PORT",
        CustomParser = result => ParseHost(result, 1883),
    };

    private readonly Option<IPEndPoint?> _udp = new("--udp") { Description = "Send the sensors' messages to this UDP address.", HelpName = "ADDRESS:PORT", CustomParser = ParseAddress };
    private readonly Option<IPAddress> _bind = new("--bind") { Description = "Address on which the cabinets listen. Default 127.0.0.1.", DefaultValueFactory = _ => IPAddress.Loopback, CustomParser = ParseBind };

    private readonly Option<int> _basePort = new("--base-port")
    {
        Description = "Cabinets on this port and the following ones; 0 takes free ports. Default: the ports of the corridor file.",
        DefaultValueFactory = _ => -1,
    };

    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of traffic and sensors. Default 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<TimeOnly> _at = new("--at") { Description = "Local time of day of the simulated demand at the start. Default 08:00.", DefaultValueFactory = _ => new TimeOnly(8, 0) };
    private readonly Option<Duration?> _duration = DurationText.OptionalOption("--duration", "Stop after this time. Default: until Ctrl+C, or quit at the prompt.");
    private readonly Option<FileInfo?> _json = JsonResult.Option();

    public Command Create()
    {
        var command = new Command(
            "emulate", "Emulated cabinets (Modbus TCP), traffic and sensors of a corridor, for a controller that runs elsewhere. Type help for the front panel: "
            + $"doors, switches, pre-emption and lamp faults. Exit code 1 when a monitor found anything that no injected fault explains. {ExitCode.Help}")
        {
            _file, _demand, _mqtt, _udp, _bind, _basePort, _seed, _at, _duration, _json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_mqtt) is not null && result.GetValue(_udp) is not null)
            {
                result.AddError("sensors go to one place: --mqtt HOST:PORT or --udp ADDRESS:PORT");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(_file);
        var corridor = CorridorArgument.Load(file);
        var scenario = ScenarioOption.Load(parsed.GetValue(_demand), file, corridor);
        using var alarms = new AlarmLog(TimeProvider.System) { Echo = parsed.InvocationConfiguration.Error.WriteLine };
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(alarms));
        await using var field = new EmulatedField(corridor, scenario, OptionsOf(parsed, corridor), TimeProvider.System);
        field.Start();
        var output = OutputOf(parsed, loggers);
        using var owned = output as IDisposable;
        var session = new EmulateSession(corridor, field, parsed.InvocationConfiguration.Output);
        await session.AnnounceAsync();
        await RunUntilStoppedAsync(session, field, output, parsed.GetValue(_duration), cancellationToken);
        await JsonResult.WriteAsync(parsed.GetValue(_json), session.Summarise(output), CancellationToken.None);
        return session.HasUnexplainedFindings ? ExitCode.Failed : ExitCode.Ok;
    }

    private static async Task RunUntilStoppedAsync(
        EmulateSession session, EmulatedField field, ISensorOutput output, Duration? duration, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (duration is { } length)
        {
            stop.CancelAfter(TimeSpan.FromMilliseconds(length.Milliseconds));
        }

        var running = field.RunAsync(output, stop.Token);
        var sending = output.RunAsync(stop.Token);
        var printing = session.PrintAsync(PrintEvery, stop.Token);
        var prompting = session.PromptAsync(Console.In, stop);
        await Task.WhenAny(running, sending, printing);
        await stop.CancelAsync();
        await Task.WhenAll(running, sending, printing);
        if (prompting.IsFaulted)
        {
            await prompting;
        }
    }

    private FieldOptions OptionsOf(ParseResult parsed, Corridor corridor)
    {
        var bind = parsed.GetRequiredValue(_bind);
        var basePort = parsed.GetRequiredValue(_basePort);
        ImmutableArray<IPEndPoint> addresses =
            [.. corridor.Intersections.Select((x, i) => new IPEndPoint(bind, basePort == 0 ? 0 : basePort < 0 ? x.Cabinet.Port : basePort + i))];
        var offset = TimeZoneInfo.FindSystemTimeZoneById(corridor.TimeZone).GetUtcOffset(DateTimeOffset.UtcNow);
        return new FieldOptions
        {
            Seed = parsed.GetRequiredValue(_seed),
            DemandAt = Duration.FromSeconds(parsed.GetRequiredValue(_at).ToTimeSpan().TotalSeconds),
            LocalTimeOffset = new Duration((long)offset.TotalMilliseconds),
            Cabinets = addresses,
        };
    }

    private ISensorOutput OutputOf(ParseResult parsed, ILoggerFactory loggers)
    {
        if (parsed.GetValue(_udp) is { } udp)
        {
            return new UdpSensorOutput(udp);
        }

        return parsed.GetValue(_mqtt) is { } broker
            ? new MqttSensorOutput(broker.Host, broker.Port, TimeProvider.System, loggers.CreateLogger<MqttSensorOutput>())
            : new NoSensorOutput();
    }

    private static DnsEndPoint? ParseHost(ArgumentResult result, int standardPort)
    {
        var text = result.Tokens[0].Value;
        var colon = text.LastIndexOf(':');
        var port = standardPort;
        if (colon == 0 || (colon > 0 && !(int.TryParse(text.AsSpan(colon + 1), out port) && port is > 0 and < 65536)))
        {
            result.AddError($"'{text}' is not HOST:PORT, e.g. broker.example:1883");
            return null;
        }

        return new DnsEndPoint(colon < 0 ? text : text[..colon], port);
    }

    private static IPEndPoint? ParseAddress(ArgumentResult result)
    {
        if (IPEndPoint.TryParse(result.Tokens[0].Value, out var address) && address.Port > 0)
        {
            return address;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not ADDRESS:PORT, e.g. 127.0.0.1:5310");
        return null;
    }

    private static IPAddress ParseBind(ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
        {
            return address;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not an IP address, e.g. 127.0.0.1 or 0.0.0.0");
        return IPAddress.Loopback;
    }
}
