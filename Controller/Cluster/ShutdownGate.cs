using Akka;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace Signals.Controller.Cluster;

/// <summary>
/// Keeps a node running when a TLS handshake that it began fails. Akka.Remote ends the whole actor system then (akka.net#7839: the failing side is taken for the
/// misconfigured one), so that one member with a wrong certificate, or one that dies in the middle of a handshake, would take every other one with it. The shutdown
/// is held in its first phase, where nothing has ended yet, until the node leaves or is removed; one that is no member a minute later does end.
/// </summary>
internal sealed class ShutdownGate
{
    /// <summary>The first phase may be held for a day; after that a node leaves in order and is started anew.</summary>
    public const string Hocon = "akka.coordinated-shutdown.phases.before-service-unbind.timeout = 24h";

    /// <summary>The reason's type is internal to Akka.Remote.</summary>
    private const string HandshakeFailure = "TlsHandshakeFailureReason";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CoordinatedShutdown _shutdown;
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly ILogger _logger;

    public ShutdownGate(ActorSystem system, ILogger logger)
    {
        (_shutdown, _cluster, _logger) = (CoordinatedShutdown.Get(system), Akka.Cluster.Cluster.Get(system), logger);
        _shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "gate", HoldAsync);
        _cluster.RegisterOnMemberRemoved(Open);
    }

    /// <summary>The node leaves: a shutdown that is held goes on.</summary>
    public void Open() => _open.TrySetResult();

    private async Task<Done> HoldAsync()
    {
        if (_shutdown.ShutdownReason?.GetType().Name == HandshakeFailure)
        {
            _logger.LogWarning("a TLS handshake with another node failed; this node goes on without it: compare certificates, authorities and the tls section of both node files");
            do
            {
                await Task.WhenAny(_open.Task, Task.Delay(Patience)).ConfigureAwait(false);
            }
            while (!_open.Task.IsCompleted && _cluster.State.Members.Any(m => m.UniqueAddress.Equals(_cluster.SelfUniqueAddress)));
        }

        return Done.Instance;
    }
}
