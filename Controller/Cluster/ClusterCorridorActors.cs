using System.Globalization;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signals.Actors.Clock;
using Signals.Actors.Cluster;
using Signals.Actors.Control;
using Signals.Actors.Messages;
using Signals.Actors.Messages.Serialization;
using Signals.Controller.Configuration.Nodes;
using Signals.Controller.Hosting;

namespace Signals.Controller.Cluster;

/// <summary>This node's part of a cluster: it controls what sharding puts here, and hands it over when it leaves.</summary>
internal sealed class ClusterCorridorActors : ICorridorActors
{
    /// <summary>For sharding to hand over and for the membership to hear of it: the phases of coordinated shutdown, and some.</summary>
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(20);

    private readonly NodeSettings _node;
    private readonly ClusterNode _cluster;
    private readonly SnapshotBoard _snapshots;
    private readonly ILogger _logger;
    private readonly IHost _host;
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActorSystem? _system;
    private ShutdownGate? _gate;
    private bool _leaving;

    /// <param name="node">This node.</param>
    /// <param name="cluster">Its intersections and its view of the cluster.</param>
    /// <param name="snapshots">How its intersections fare.</param>
    /// <param name="rosterHash">Fingerprint of its corridor files.</param>
    /// <param name="version">Version of this program, for rolling upgrades.</param>
    /// <param name="loggers">For its log.</param>
    public ClusterCorridorActors(
        NodeSettings node, ClusterNode cluster, SnapshotBoard snapshots, string rosterHash, string version, ILoggerFactory loggers)
    {
        (_node, _cluster, _snapshots) = (node, cluster, snapshots);
        _logger = loggers.CreateLogger<ClusterCorridorActors>();
        foreach (var id in node.Home)
        {
            cluster.Board.Homes.Take(new HomePreference(id, node.Name, 0));
        }

        _host = CorridorActorSystem.Build(loggers, akka => akka
            .AddHocon(node.IsPair ? ClusterHocon.TextOfPair : ClusterHocon.Text, HoconAddMode.Prepend)
            .AddHocon(ShutdownGate.Hocon, HoconAddMode.Prepend)
            .AddHocon(string.Create(CultureInfo.InvariantCulture, $"{WireVersion.Key} = {node.WireVersion}"), HoconAddMode.Prepend)
            .WithRemoting(Remoting(node))
            .WithClustering(Membership(node, version))
            .AddStartup((system, _) => Start(system, rosterHash)));
    }

    public ClusterNode Node => _cluster;

    public Task<string> Failed => _failed.Task;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _host.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (Reason(failure) is { } socket)
        {
            throw new IOException(
                $"node {_node.Name}: cluster traffic cannot be accepted on {_node.Bind}:{_node.Port}: {socket.Message}; choose another port or bind in the node file", failure);
        }

        _system = _host.Services.GetRequiredService<ActorSystem>();
        _ = WatchAsync(_system);
    }

    public void Tell(ControlTick tick) => _cluster.Tell(tick);

    public bool Runs(string intersectionId) => _cluster.Entities.Contains(intersectionId);

    public async Task<CommandReply> OperateAsync(string intersectionId, IntersectionCommand command, CancellationToken cancellationToken)
    {
        if (_cluster.Entities.Find(intersectionId) is { } entity)
        {
            return await entity.Ask<CommandReply>(command, TimeSpan.FromSeconds(2), cancellationToken).ConfigureAwait(false);
        }

        return new CommandReply(false, _cluster.Board.OwnerOf(intersectionId) is var (owner, _)
            ? $"{intersectionId} is controlled by node {owner}; give the command there"
            : $"no node controls an intersection '{intersectionId}' now");
    }

    /// <summary>A planned move.</summary>
    /// <exception cref="AskTimeoutException">No answer within 2 s.</exception>
    public Task<CommandReply> MoveAsync(string intersectionId, string node, CancellationToken cancellationToken) =>
        _cluster.Reports.Ask<CommandReply>(new NodeReporter.Move(intersectionId, node), TimeSpan.FromSeconds(2), cancellationToken);

    public async Task EndAsync()
    {
        if (_system is null || _system.WhenTerminated.IsCompleted)
        {
            return;
        }

        _leaving = true;
        _logger.LogInformation("node {Node} leaves; {Count} intersections are handed over", _node.Name, _cluster.Entities.Count);
        try
        {
            _gate?.Open();
            await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance).WaitAsync(LeaveWithin).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.LogWarning(
                "node {Node} could not leave the cluster within {Seconds} s; the others take over once they miss it", _node.Name, LeaveWithin.TotalSeconds);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _leaving = true;
        _gate?.Open();
        await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _host.Dispose();
    }

    private void Start(ActorSystem system, string rosterHash)
    {
        _gate = new ShutdownGate(system, _logger);
        _cluster.Start(system, _snapshots, _node.MinimumMembers, rosterHash, _node.Roles.Contains(NodeRole.Control));
        if (_node.IsPair)
        {
            var other = _node.Seeds.First(seed => seed != _node.Own);
            var peer = new PairPeer(_node.Seeds[0] == other, () => PortProbe.AnswersAsync(other));
            _cluster.Pair(system, peer, why => _failed.TrySetResult($"node {_node.Name} gives way: {why}; start it again to join anew"));
        }
    }

    private static RemoteOptions Remoting(NodeSettings node) => new()
    {
        HostName = node.Bind.ToString(),
        PublicHostName = node.Address,
        Port = node.Port,
        PublicPort = node.Port,
        EnableSsl = node.Tls is not null,
        Ssl = node.Tls is { } tls ? ClusterTls.Options(tls) : null!,
    };

    private static ClusterOptions Membership(NodeSettings node, string version)
    {
        var protocol = node.Tls is null ? "akka.tcp" : "akka.ssl.tcp";
        return new ClusterOptions
        {
            Roles = [.. node.Roles, NodeRole.OfName(node.Name), NodeRole.OfWire(node.WireVersion)],
            SeedNodes = [.. node.Seeds.Select(seed => $"{protocol}://{CorridorActorSystem.Name}@{seed}")],
            // One of a pair must be able to begin alone; its intersections wait for the other by another rule.
            MinimumNumberOfMembers = node.IsPair ? 1 : node.MinimumMembers,
            AppVersion = version,
            LogInfo = false,
            SplitBrainResolver = node.IsPair ? null : new KeepMajorityOption(),
            FailureDetector = new PhiAccrualFailureDetectorOptions
            {
                HeartbeatInterval = TimeSpan.FromMilliseconds(500),
                AcceptableHeartbeatPause = TimeSpan.FromMilliseconds(1500),
                ExpectedResponseAfter = TimeSpan.FromMilliseconds(500),
                UnreachableNodesReaperInterval = TimeSpan.FromMilliseconds(300),
            },
        };
    }

    private static SocketException? Reason(Exception failure) =>
        failure as SocketException ?? (failure as AggregateException)?.InnerExceptions.Select(Reason).FirstOrDefault(r => r is not null)
        ?? (failure.InnerException is { } inner ? Reason(inner) : null);

    private async Task WatchAsync(ActorSystem system)
    {
        await system.WhenTerminated.ConfigureAwait(false);
        if (!_leaving)
        {
            _failed.TrySetResult(string.Create(
                CultureInfo.InvariantCulture,
                $"node {_node.Name} is no longer in the cluster: it was cut off or paused for longer than the others wait, or found no seed for a minute; start it again to join anew"));
        }
    }
}
