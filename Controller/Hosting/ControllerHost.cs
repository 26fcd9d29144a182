using Akka.Actor;
using Microsoft.Extensions.Logging;
using Signals.Actors.Clock;
using Signals.Actors.Cluster;
using Signals.Actors.Control;
using Signals.Actors.Messages;
using Signals.Actors.Neighbours;
using Signals.Actors.Supervision;
using Signals.Controller.Cluster;
using Signals.Controller.Configuration.Nodes;
using Signals.Controller.Recording;
using Signals.Controller.Service;
using Signals.Controller.Storage;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Drivers.Feeds;

namespace Signals.Controller.Hosting;

/// <summary>
/// Composition root of the service: everything of one corridor, started as a whole or not at all. Also used in-process by the simulator.
/// </summary>
public sealed class ControllerHost : IAsyncDisposable
{
    /// <summary>Ticks later than this mean that the clock stands still.</summary>
    private static readonly Duration LiveWithin = new(3000);

    private readonly Corridor _corridor;
    private readonly ControllerOptions _options;
    private readonly ILogger _logger;
    private readonly ControlTime _time;
    private readonly ControlClock _clock;
    private readonly Junction[] _junctions;
    private readonly SensorSources _sensors;
    private readonly EventStore? _events;
    private readonly FlightRecorders? _recorders;
    private readonly Forecasting _forecasting;
    private readonly ControllerMetrics _metrics;
    private readonly CancellationTokenSource _life = new();
    private readonly ICorridorActors _actors;
    private ControllerMeasures _measured;
    private Task _background = Task.CompletedTask;
    private bool _stopped;

    private ControllerHost(Corridor corridor, ControllerOptions options)
    {
        _corridor = corridor;
        _options = options;
        _logger = options.Loggers.CreateLogger<ControllerHost>();
        _time = new ControlTime(options.Time);
        _clock = new ControlClock(_time, ControlClock.WaitFor(_time), tick => _actors!.Tell(tick));
        var board = new SnapshotBoard(corridor);
        _junctions = [.. corridor.Intersections.Select(i => new Junction(
            i, new DetectorFeed(i, options.Feeds, _time, options.Loggers.CreateLogger<DetectorFeed>()), board[i.Id], options.Shadow || i.Control.Shadow))];
        _sensors = SensorSources.Open(_junctions.Select(j => j.Feed), options, _time);
        try
        {
            (_events, _recorders) = OpenRecords();
            _forecasting = Forecast();
            _actors = options.Node is { } node ? BuildNode(node, board) : new LocalCorridorActors(Parts(new NeighbourExchange(corridor), claims: true), options.Loggers);
        }
        catch
        {
            _sensors.Dispose();
            throw;
        }

        _measured = ControllerMeasures.Take(_junctions, Runs, _clock, null, _time.GetTimestamp());
        _metrics = new ControllerMetrics(Snapshot);
    }

    private IEventSink Events => _events ?? (IEventSink)NoRecords.Instance;

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

    /// <summary>All intersections, in the order of the file.</summary>
    public IEnumerable<string> IntersectionIds => _corridor.Intersections.Select(i => i.Id);

    /// <summary>Ticks are told.</summary>
    public bool IsLive => _clock.Failure is null && _time.Now - ControlTick.Of(_clock.LatestNumber).Deadline < LiveWithin;

    /// <summary>Live, and in a cluster up with the majority.</summary>
    public bool IsReady => IsLive && (Cluster is not { } board || board.Membership.HasMajority);

    /// <summary>What this node knows of its cluster; null on a single node.</summary>
    public ClusterBoard? Cluster { get; private set; }

    /// <summary>What it has done and used since this was last asked for, or since the start.</summary>
    public NodeMeasures Measure()
    {
        var now = ControllerMeasures.Take(_junctions, Runs, _clock, (_actors as ClusterCorridorActors)?.Node, _time.GetTimestamp());
        return NodeMeasures.Between(Interlocked.Exchange(ref _measured, now), now, _time);
    }

    /// <summary>Ends when control has ended although nobody asked it to; the text says why.</summary>
    public Task<string> Failed => _actors.Failed;

    /// <summary>Picture of everything that is controlled from here, cheap enough for ten a second.</summary>
    public ControllerSnapshot Snapshot()
    {
        var now = _time.Now;
        return new ControllerSnapshot(
            _corridor.Name, _corridor.ContentHash, now, _clock.Lateness.Summarise(), _clock.Missed, _time.WallOffset, _clock.Failure?.Message,
            [.. _junctions.Where(Runs).Select(j => j.View(now))],
            new RecordsView(_events?.Written ?? 0, _events?.Dropped ?? 0, _events?.Failed ?? 0, _recorders?.Dropped ?? 0, _recorders?.Failed ?? 0));
    }

    /// <summary>Hands an operator's command to an intersection.</summary>
    /// <exception cref="AskTimeoutException">No answer within 2 s.</exception>
    public Task<CommandReply> OperateAsync(string intersectionId, IntersectionCommand command, CancellationToken cancellationToken) =>
        _actors.OperateAsync(intersectionId, command, cancellationToken);

    /// <summary>Makes a node of the cluster the home of an intersection, which then moves there.</summary>
    /// <exception cref="AskTimeoutException">No answer within 2 s.</exception>
    public Task<CommandReply> MoveAsync(string intersectionId, string node, CancellationToken cancellationToken) =>
        (_actors as ClusterCorridorActors)?.MoveAsync(intersectionId, node, cancellationToken)
        ?? Task.FromResult(new CommandReply(false, "this controller is no node of a cluster: there is nowhere to move to"));

    /// <summary>Releases every cabinet, writes what is pending and ends. Safe to call twice.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _actors.EndAsync().ConfigureAwait(false);
        _clock.Dispose();
        await _life.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        await _actors.DisposeAsync().ConfigureAwait(false);
        _metrics.Dispose();
        _forecasting.Dispose();
        _sensors.Dispose();
        _recorders?.Dispose();
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

    private Forecasting Forecast()
    {
        var forecasting = new Forecasting(_corridor, _options.CorridorFolder, _time, _options.Loggers);
        foreach (var junction in _junctions)
        {
            junction.Forecast = forecasting.For(junction.Intersection, Events);
        }

        return forecasting;
    }

    private (EventStore? Events, FlightRecorders? Recorders) OpenRecords()
    {
        if (_options.DataDirectory is not { } folder)
        {
            return (null, null);
        }

        var events = EventStore.Open(
            Path.Combine(folder, "events.db"), _corridor.TimeZone, _options.EventStore, _options.Time, _options.Loggers.CreateLogger<EventStore>());
        var sources = _options.Sources.IsDefaultOrEmpty ? [new CorridorSource(_corridor, _options.CorridorFile)] : _options.Sources;
        var recorders = new FlightRecorders(
            Path.Combine(folder, "flight"), sources, _options.FlightRecorder, _options.Time, _options.Loggers.CreateLogger<FlightRecorder>());
        return (events, recorders);
    }

    private ClusterCorridorActors BuildNode(NodeSettings node, SnapshotBoard snapshots)
    {
        var entities = new LocalEntities();
        var relay = new NeighbourRelay(entities, _options.Time);
        Cluster = new ClusterBoard(node.Name, _time) { IsPair = node.IsPair };
        // What a cabinet is claimed for is decided by the intersection's view of the cluster, not by a link that has just connected.
        var parts = Parts(new NeighbourExchange(_corridor, relay), claims: false);
        return new ClusterCorridorActors(
            node, new ClusterNode(Cluster, relay, entities, parts), snapshots, _corridor.ContentHash, FlightRecorder.SoftwareVersion.Split('+')[0], _options.Loggers);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _actors.StartAsync(cancellationToken).ConfigureAwait(false);
        _background = Task.WhenAll(
            GuardedAsync(_sensors.RunAsync(_life.Token), "reception of sensor messages"), GuardedAsync(WatchAsync(_life.Token), "watch over links and model files"));
        _clock.Start();
        _logger.LogInformation("controlling {Corridor}: {Count} intersections", _corridor.Name, _junctions.Length);
    }

    /// <summary>What runs beside control may end by a fault, but not without a word, and not the controller with it.</summary>
    private async Task GuardedAsync(Task part, string what)
    {
        try
        {
            await part.ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _logger.LogCritical(failure, "{Part} ended by a fault; control goes on without it: start the controller again", what);
        }
    }

    private IReadOnlyList<IntersectionParts> Parts(NeighbourExchange exchange, bool claims)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(_corridor.TimeZone);
        return [.. _junctions.Select(junction => Parts(junction, exchange, zone, claims))];
    }

    private IntersectionParts Parts(Junction junction, NeighbourExchange exchange, TimeZoneInfo zone, bool claims) => new(
        new IntersectionWiring
        {
            Intersection = junction.Intersection,
            NewTick = () => _options.NewTick(_corridor, junction.Intersection),
            Cabinet = junction.Slot,
            Readings = junction.Readings,
            Events = Events,
            Forecast = junction.Forecast,
            Recorder = _recorders?.Of(junction.Intersection.Id) ?? NoRecords.Instance,
            Neighbours = exchange,
            Board = junction.Board,
            Grid = _clock,
            Orders = junction.Orders,
            TimeZone = zone,
        },
        () => _options.Cabinets.Create(junction.Intersection, claims && !junction.Orders.Shadow, _time, _options.Loggers),
        junction.Slot);

    private bool Runs(Junction junction) => _actors.Runs(junction.Intersection.Id);

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var watch = new LinkWatch(_junctions, Runs, _logger);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), _options.Time);
        try
        {
            while (await second.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                watch.Look(_time.Now);
                _forecasting.Look();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
