using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signals.Actors.Clock;
using Signals.Actors.Control;
using Signals.Actors.Messages;
using Signals.Actors.Neighbours;
using Signals.Actors.Supervision;
using Signals.Controller.Recording;
using Signals.Controller.Storage;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Drivers.Feeds;

namespace Signals.Controller.Hosting;

/// <summary>
/// Composition root of the service: everything of one corridor, started as a whole or not at all. Also used in-process by the simulator.
/// </summary>
public sealed class ControllerHost : IAsyncDisposable
{
    /// <summary>For actors to release their cabinets and links to send it.</summary>
    private static readonly TimeSpan ReleaseWithin = TimeSpan.FromSeconds(5);

    private readonly Corridor _corridor;
    private readonly ControllerOptions _options;
    private readonly ILogger _logger;
    private readonly ControlTime _time;
    private readonly ControlClock _clock;
    private readonly Junction[] _junctions;
    private readonly SensorSources _sensors;
    private readonly EventStore? _events;
    private readonly FlightRecorder? _recorder;
    private readonly ControllerMetrics _metrics;
    private readonly CancellationTokenSource _life = new();
    private IHost? _actors;
    private IActorRef _supervisor = ActorRefs.Nobody;
    private Task _background = Task.CompletedTask;
    private bool _stopped;

    private ControllerHost(Corridor corridor, ControllerOptions options)
    {
        _corridor = corridor;
        _options = options;
        _logger = options.Loggers.CreateLogger<ControllerHost>();
        _time = new ControlTime(options.Time);
        _clock = new ControlClock(_time, ControlClock.WaitFor(_time), tick => _supervisor.Tell(tick));
        var board = new SnapshotBoard(corridor);
        _junctions = [.. corridor.Intersections.Select(i => new Junction(
            i, new DetectorFeed(i, options.Feeds, _time, options.Loggers.CreateLogger<DetectorFeed>()), board[i.Id], options.Shadow || i.Control.Shadow))];
        _sensors = SensorSources.Open(_junctions.Select(j => j.Feed), options, _time);
        try
        {
            (_events, _recorder) = OpenRecords();
        }
        catch
        {
            _sensors.Dispose();
            throw;
        }

        _metrics = new ControllerMetrics(Snapshot);
    }

    /// <summary>Starts control of every intersection. A cabinet that cannot be reached is no reason not to start; anything else wrong is.</summary>
    /// <exception cref="InvalidDataException">An intersection or its cabinet's profile is wrong; nothing was started.</exception>
    /// <exception cref="IOException">A port or the data directory cannot be used; nothing was started.</exception>
    public static async Task<ControllerHost> StartAsync(Corridor corridor, ControllerOptions options, CancellationToken cancellationToken)
    {
        CheckWhole(corridor, options);
        var host = new ControllerHost(corridor, options);
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Where sensor datagrams arrive, null without UDP.</summary>
    public System.Net.IPEndPoint? SensorEndPoint => _sensors.UdpEndPoint;

    /// <summary>Picture of everything, cheap enough for ten a second.</summary>
    public ControllerSnapshot Snapshot()
    {
        var now = _time.Now;
        return new ControllerSnapshot(
            _corridor.Name, _corridor.ContentHash, now, _clock.Lateness.Summarise(), _clock.Missed, _time.WallOffset, _clock.Failure?.Message,
            [.. _junctions.Select(j => j.View(now))],
            new RecordsView(_events?.Written ?? 0, _events?.Dropped ?? 0, _events?.Failed ?? 0, _recorder?.Dropped ?? 0, _recorder?.Failed ?? 0));
    }

    /// <summary>Hands an operator's command to an intersection.</summary>
    /// <exception cref="AskTimeoutException">No answer within 2 s.</exception>
    public Task<CommandReply> OperateAsync(string intersectionId, IntersectionCommand command, CancellationToken cancellationToken) =>
        _supervisor.Ask<CommandReply>(new CorridorCommand.Operate(intersectionId, command), TimeSpan.FromSeconds(2), cancellationToken);

    /// <summary>Releases every cabinet, writes what is pending and ends. Safe to call twice.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        _clock.Dispose();
        await ReleaseAsync().ConfigureAwait(false);
        await _life.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        if (_actors is not null)
        {
            await _actors.StopAsync(cancellationToken).ConfigureAwait(false);
            _actors.Dispose();
        }

        _metrics.Dispose();
        _sensors.Dispose();
        _recorder?.Dispose();
        _events?.Dispose();
        _life.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>Everything that could be wrong with any intersection is found before the first socket is opened.</summary>
    private static void CheckWhole(Corridor corridor, ControllerOptions options)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(corridor.TimeZone, out _))
        {
            throw new InvalidDataException($"time zone '{corridor.TimeZone}' is unknown to this machine; use an IANA name, or install tzdata; nothing was started");
        }

        foreach (var intersection in corridor.Intersections)
        {
            try
            {
                options.NewTick(corridor, intersection);
                options.Cabinets.Check(intersection);
            }
            catch (ArgumentException failure)
            {
                throw new InvalidDataException($"intersection {intersection.Id}: {failure.Message}; nothing was started", failure);
            }
        }
    }

    private (EventStore? Events, FlightRecorder? Recorder) OpenRecords()
    {
        if (_options.DataDirectory is not { } folder)
        {
            return (null, null);
        }

        var events = EventStore.Open(
            Path.Combine(folder, "events.db"), _corridor.TimeZone, _options.EventStore, _options.Time, _options.Loggers.CreateLogger<EventStore>());
        var recorder = new FlightRecorder(
            Path.Combine(folder, "flight"), _corridor, _options.CorridorFile, _options.FlightRecorder, _options.Time,
            _options.Loggers.CreateLogger<FlightRecorder>());
        return (events, recorder);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var exchange = new NeighbourExchange(_corridor);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(_corridor.TimeZone);
        IReadOnlyList<IntersectionParts> parts = [.. _junctions.Select((j, i) => Parts(j, i, exchange, zone))];
        _actors = BuildActors(parts);
        await _actors.StartAsync(cancellationToken).ConfigureAwait(false);
        _supervisor = _actors.Services.GetRequiredService<IRequiredActor<CorridorSupervisor>>().ActorRef;
        _background = Task.WhenAll(_sensors.RunAsync(_life.Token), WatchAsync(_life.Token));
        _clock.Start();
        _logger.LogInformation("controlling {Corridor}: {Count} intersections", _corridor.Name, _junctions.Length);
    }

    private IntersectionParts Parts(Junction junction, int index, NeighbourExchange exchange, TimeZoneInfo zone) => new(
        new IntersectionWiring
        {
            Intersection = junction.Intersection,
            NewTick = () => _options.NewTick(_corridor, junction.Intersection),
            Cabinet = junction.Slot,
            Readings = junction.Readings,
            Events = _events ?? (IEventSink)NoRecords.Instance,
            Recorder = _recorder?.Of(index) ?? NoRecords.Instance,
            Neighbours = exchange,
            Board = junction.Board,
            Grid = _clock,
            Orders = junction.Orders,
            TimeZone = zone,
        },
        () => _options.Cabinets.Create(junction.Intersection, !junction.Orders.Shadow, _time, _options.Loggers),
        junction.Slot);

    private IHost BuildActors(IReadOnlyList<IntersectionParts> parts)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(_options.Loggers);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.AddAkka("signals", (akka, _) => akka
            .AddHocon(ControlDispatcher.Hocon, HoconAddMode.Prepend)
            .AddHocon("akka.coordinated-shutdown.run-by-clr-shutdown-hook = off", HoconAddMode.Prepend)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.LogLevel = Akka.Event.LogLevel.WarningLevel;
                loggers.AddLoggerFactory(_options.Loggers);
            })
            .WithActors((system, registry) =>
                registry.Register<CorridorSupervisor>(system.ActorOf(Props.Create(() => new CorridorSupervisor(parts)), "corridor"))));
        return builder.Build();
    }

    private async Task ReleaseAsync()
    {
        if (_supervisor.IsNobody())
        {
            return;
        }

        try
        {
            await _supervisor.GracefulStop(ReleaseWithin, new CorridorCommand.Shutdown()).ConfigureAwait(false);
        }
        catch (TaskCanceledException)
        {
            _logger.LogWarning("not every cabinet could be released within {Seconds} s; their leases expire by themselves", ReleaseWithin.TotalSeconds);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var watch = new LinkWatch(_junctions, _logger);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), _options.Time);
        try
        {
            while (await second.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                watch.Look(_time.Now);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
