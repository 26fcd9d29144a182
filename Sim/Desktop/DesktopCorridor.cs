using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Signals.Controller.Hosting;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.Demand;
using Signals.Sim.Field;

namespace Signals.Sim.Desktop;

/// <summary>
/// A whole corridor on one machine in real time: simulated traffic, emulated cabinets on Modbus TCP and sensors on MQTT or UDP, and the
/// production controller, in one process over real sockets. Only loopback is ever used, whatever addresses the corridor file has.
/// </summary>
public sealed class DesktopCorridor : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly CancellationTokenSource _life = new();
    private SensorBroker? _broker;
    private ISensorOutput? _output;
    private Task _running = Task.CompletedTask;
    private bool _isDisposed;

    private DesktopCorridor(Corridor corridor, EmulatedField field, AlarmLog alarms, ILoggerFactory loggers)
    {
        (Corridor, Field, Alarms, _loggers) = (corridor, field, alarms, loggers);
    }

    /// <summary>The corridor as it runs: cabinets on loopback.</summary>
    public Corridor Corridor { get; private set; }

    public EmulatedField Field { get; }

    public AlarmLog Alarms { get; }

    public ControllerHost Controller { get; private set; } = null!;

    /// <summary>Messages that the emulated sensors sent.</summary>
    public long SensorMessages => _output?.Sent ?? 0;

    public long SensorMessagesDropped => _output?.Dropped ?? 0;

    /// <summary>Ends when the corridor is stopped; fails when the field fails.</summary>
    public Task Completion => _running;

    /// <summary>Starts everything, or nothing.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    /// <exception cref="InvalidDataException">The corridor cannot be controlled.</exception>
    public static async Task<DesktopCorridor> StartAsync(
        Corridor corridor, Scenario scenario, DesktopOptions options, ICabinetLinkFactory cabinets, TimeProvider time, CancellationToken cancellationToken)
    {
        var alarms = new AlarmLog(time);
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(alarms));
        var chosen = AtLevel(corridor, options.Level);
        var field = new EmulatedField(chosen, scenario, FieldOptionsOf(chosen, options, time), time);
        var desktop = new DesktopCorridor(chosen, field, alarms, loggers);
        try
        {
            field.Start();
            desktop.Corridor = OnLoopback(chosen, field);
            await desktop.StartControllerAsync(options, cabinets, time, cancellationToken);
            return desktop;
        }
        catch
        {
            await desktop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Releases the cabinets, stops the controller, then the field. Safe to call twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (Controller is not null)
        {
            await Controller.DisposeAsync();
        }

        await _life.CancelAsync();

        await Task.WhenAny(_running);
        await Field.DisposeAsync();
        (_output as IDisposable)?.Dispose();
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        _loggers.Dispose();
        _life.Dispose();
    }

    private async Task StartControllerAsync(DesktopOptions options, ICabinetLinkFactory cabinets, TimeProvider time, CancellationToken cancellationToken)
    {
        var controller = new ControllerOptions
        {
            Cabinets = cabinets,
            Loggers = _loggers,
            Time = time,
            DataDirectory = options.DataDirectory,
            Udp = options.Sensors == SensorWire.Udp ? new IPEndPoint(IPAddress.Loopback, options.BasePort) : null,
            Mqtt = options.Sensors == SensorWire.Mqtt ? await StartBrokerAsync(options) : null,
        };
        Controller = await ControllerHost.StartAsync(Corridor, controller, cancellationToken);
        _output = options.Sensors == SensorWire.Mqtt
            ? new MqttSensorOutput("127.0.0.1", _broker!.Port, time, _loggers.CreateLogger<MqttSensorOutput>())
            : new UdpSensorOutput(Controller.SensorEndPoint!);
        _running = Task.WhenAll(Field.RunAsync(_output, _life.Token), _output.RunAsync(_life.Token));
    }

    private async Task<MqttSensorOptions> StartBrokerAsync(DesktopOptions options)
    {
        _broker = await SensorBroker.StartAsync(options.BasePort == 0 ? FreePort() : options.BasePort);
        return new MqttSensorOptions { Host = "127.0.0.1", Port = _broker.Port, ClientId = $"desk-top-controller-{Environment.ProcessId}" };
    }

    private static FieldOptions FieldOptionsOf(Corridor corridor, DesktopOptions options, TimeProvider time)
    {
        var offset = TimeZoneInfo.FindSystemTimeZoneById(corridor.TimeZone).GetUtcOffset(time.GetUtcNow());
        return new FieldOptions
        {
            Seed = options.Seed,
            Cabinet = options.Cabinet,
            DemandAt = options.DemandAt,
            LocalTimeOffset = new Duration((long)offset.TotalMilliseconds),
            Cabinets = options.BasePort == 0
                ? []
                : [.. corridor.Intersections.Select((_, i) => new IPEndPoint(IPAddress.Loopback, options.BasePort + 1 + i))],
        };
    }

    private static Corridor AtLevel(Corridor corridor, ControlLevel? level) => level is not { } chosen ? corridor : corridor with
    {
        Intersections = [.. corridor.Intersections.Select(x => x with { Control = x.Control with { Level = chosen, Shadow = false } })],
    };

    /// <summary>The file's addresses belong to the street; here every cabinet is one of ours, on loopback, with the native register map.</summary>
    private static Corridor OnLoopback(Corridor corridor, EmulatedField field) => corridor with
    {
        Intersections =
        [
            .. corridor.Intersections.Select((x, i) => x with
            {
                Cabinet = new CabinetEndpoint(CabinetTransport.Tcp, "127.0.0.1", field.Cabinets[i].LocalEndPoint.Port, x.Cabinet.UnitId, "signals-v1"),
            }),
        ],
    };

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
