using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Signals.Controller.Hosting;
using Signals.Controller.Service;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Modbus.Security;

namespace Signals.Controller.Commands;

/// <summary>
/// <c>controller run FILE</c>: the service. Controls every intersection of a corridor until it is stopped, then releases the cabinets. <c>controller run --node
/// NODE</c>: the same as one node of a cluster, which hands its intersections over when it is stopped.
/// </summary>
public static class RunCommand
{
    private const int NothingStarted = 3;

    private const string Codes =
        "Exit codes: 0 stopped as asked, 1 control failed while running or the cluster put this node out (start it again), 2 usage, "
        + "3 the file, a port or the data directory cannot be used and nothing was started.";

    private static readonly TimeSpan StatusEvery = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var file = new Argument<FileInfo?>("FILE") { Description = "Corridor file; none with --node, whose file names them.", Arity = ArgumentArity.ZeroOrOne };
        var node = new Option<FileInfo?>("--node") { Description = "Be a node of a cluster, as this node file says.", HelpName = "NODE.yaml" };
        var duration = DurationText.OptionalOption("--duration", "Stop after this time. Default: run until Ctrl+C or SIGTERM.");
        var mqtt = new Option<MqttSensorOptions?>("--mqtt") { Description = "MQTT 5 broker of the sensors.", HelpName = "HOST:PORT", CustomParser = ParseMqtt };
        var udp = new Option<IPEndPoint?>("--udp") { Description = "Receive sensor datagrams here.", HelpName = "[ADDRESS:]PORT", CustomParser = ParseUdp };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Folder of events.db and the flight logs. Default: nothing is kept.", HelpName = "DIR" };
        var shadow = new Option<bool>("--shadow") { Description = "Decide, log and measure, but command nothing." };
        var certificate = new Option<FileInfo?>("--certificate") { Description = "This controller's certificate and key for cabinets over TLS.", HelpName = "PEM" };
        var trust = new Option<FileInfo?>("--trust") { Description = "Root certificates that cabinets are believed by.", HelpName = "PEM" };
        var socket = new Option<string?>("--control-socket") { Description = "Answer status, leave and move on this Unix socket. Default: the node file's; none without one.", HelpName = "PATH" };
        var json = JsonResult.Option();
        var command = new Command("run", $"Control a corridor. {Codes}") { file, node, duration, mqtt, udp, data, shadow, certificate, trust, socket, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null == result.GetValue(node) is null)
            {
                result.AddError("give either a corridor FILE or --node NODE.yaml, whose file names the corridor files");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var assignment = parsed.GetValue(node) is { } nodeFile ? Assignment.OfNode(nodeFile) : Assignment.OfCorridor(parsed.GetRequiredValue(file)!);
            await assignment.WriteFindingsAsync(error);
            if (assignment.Corridor is not { } corridor)
            {
                return NothingStarted;
            }

            using var loggers = LoggerFactory.Create(logging => logging.AddFilter("Microsoft", LogLevel.Warning).AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            }));
            var options = new ControllerOptions
            {
                Mqtt = parsed.GetValue(mqtt),
                Udp = parsed.GetValue(udp),
                DataDirectory = parsed.GetValue(data)?.FullName,
                Shadow = parsed.GetValue(shadow),
                Sources = assignment.Sources,
                Node = assignment.Node,
                CorridorFolder = assignment.Folder,
                Cabinets = new ModbusCabinets(
                    TlsOf(parsed.GetValue(certificate), parsed.GetValue(trust)), assignment.OwnerId, assignment.Folder),
                Loggers = loggers,
            };
            var path = parsed.GetValue(socket) ?? assignment.Node?.ControlSocket;
            return await RunAsync(corridor, options, path, parsed.GetValue(duration), parsed.GetValue(json), error, cancellationToken);
        });
        return command;
    }

    /// <summary>Starts, runs and stops the service; <paramref name="cancellationToken"/> is the wish to stop.</summary>
    internal static async Task<int> RunAsync(
        Corridor corridor, ControllerOptions options, string? socket, Duration? duration, FileInfo? json, TextWriter error, CancellationToken cancellationToken)
    {
        ControllerHost host;
        try
        {
            host = await ControllerHost.StartAsync(corridor, options, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(failure.Message);
            return NothingStarted;
        }

        await using (host)
        {
            var started = host.Snapshot().At;
            using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var systemd = SystemdNotifier.FromEnvironment();
            await using var endpoint = await ControlEndpoint.StartAsync(host, socket, options.Node?.Health, asked.Cancel, options.Loggers, cancellationToken);
            systemd.Ready();
            var feeding = systemd.FeedAsync(() => host.IsLive, options.Time, asked.Token);
            var failure = await WatchAsync(host, options, duration, asked.Token);
            systemd.Stopping();
            await asked.CancelAsync();
            await feeding;
            var last = host.Snapshot();
            await host.StopAsync(CancellationToken.None);
            await JsonResult.WriteAsync(json, ControllerReport.Of(started, last, failure), CancellationToken.None);
            if (failure is not null)
            {
                await error.WriteLineAsync(failure);
            }

            return failure is null ? 0 : 1;
        }
    }

    /// <summary>Until the time is over or someone asks to stop: null. What failed otherwise.</summary>
    private static async Task<string?> WatchAsync(ControllerHost host, ControllerOptions options, Duration? duration, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (duration is { } length)
        {
            stop.CancelAfter(TimeSpan.FromMilliseconds(length.Milliseconds));
        }

        var watch = LogStatusAsync(host, options, stop.Token);
        await Task.WhenAny((Task)host.Failed, watch);
        await stop.CancelAsync();
        return await watch ?? (host.Failed.IsCompletedSuccessfully ? await host.Failed : null);
    }

    private static async Task<string?> LogStatusAsync(ControllerHost host, ControllerOptions options, CancellationToken cancellationToken)
    {
        var logger = options.Loggers.CreateLogger("status");
        using var beat = new PeriodicTimer(StatusEvery, options.Time);
        try
        {
            while (await beat.WaitForNextTickAsync(cancellationToken))
            {
                var snapshot = host.Snapshot();
                if (snapshot.ClockFailure is { } failure)
                {
                    return $"the control clock stopped: {failure}";
                }

                logger.LogInformation("{Status}", ControllerReport.StatusLine(snapshot));
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over, or someone asked to stop.
        }

        return null;
    }

    /// <exception cref="InvalidDataException">Only one of the two is given, or a file holds no certificate.</exception>
    private static TlsClientSettings? TlsOf(FileInfo? certificate, FileInfo? trust)
    {
        if (certificate is null && trust is null)
        {
            return null;
        }

        if (certificate is null || trust is null)
        {
            throw new InvalidDataException("TLS needs both --certificate and --trust");
        }

        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(trust.FullName);
            return new TlsClientSettings
            {
                Certificate = X509Certificate2.CreateFromPemFile(certificate.FullName),
                ServerTrust = CertificateTrust.FromAuthorities([.. roots]),
            };
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"{certificate} or {trust} is no PEM certificate (the first with its key): {failure.Message}", failure);
        }
    }

    private static MqttSensorOptions? ParseMqtt(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var colon = text.LastIndexOf(':');
        var port = 1883;
        if (colon == 0 || (colon > 0 && !(int.TryParse(text.AsSpan(colon + 1), out port) && port is > 0 and < 65536)))
        {
            result.AddError($"'{text}' is not HOST:PORT, e.g. broker.example:1883");
            return null;
        }

        return new MqttSensorOptions { Host = colon < 0 ? text : text[..colon], Port = port, ClientId = $"signals-{Environment.MachineName}-{Environment.ProcessId}" };
    }

    private static IPEndPoint? ParseUdp(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (ushort.TryParse(text, out var port))
        {
            return new IPEndPoint(IPAddress.Any, port);
        }

        if (IPEndPoint.TryParse(text, out var endPoint))
        {
            return endPoint;
        }

        result.AddError($"'{text}' is not [ADDRESS:]PORT, e.g. 5310 or 10.1.0.5:5310");
        return null;
    }
}
