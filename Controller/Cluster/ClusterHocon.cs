using System.Globalization;
using Signals.Actors.Cluster;
using Signals.Actors.Messages.Serialization;
using Signals.Actors.Supervision;

namespace Signals.Controller.Cluster;

/// <summary>
/// Settings of clustering that have no option of their own. Measured: a killed node is detected in 2.3 s, downed 2 s later, and its intersections run elsewhere
/// after 6 s; the defaults take 46 s. Cabinets carry themselves on their lease meanwhile.
/// </summary>
internal static class ClusterHocon
{
    /// <summary>How long a new picture of who is reachable must stand before it is acted on.</summary>
    public static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Heartbeats and gossip have threads of their own: work on the shared pool must not make a node look dead. Nothing here is due in less than 200 ms, so the scheduler need
    /// not wake a hundred times a second.
    /// </summary>
    public static readonly string Text =
        ClusterSerializer.Hocon +
        string.Create(CultureInfo.InvariantCulture, $$"""

        akka.actor.internal-dispatcher { executor = "{{OwnThreadsConfigurator.TypeName}}", thread-count = 2 }
        akka.remote.default-remote-dispatcher { executor = "{{OwnThreadsConfigurator.TypeName}}", thread-count = 2 }
        akka.scheduler.tick-duration = 30ms
        akka.remote.retry-gate-closed-for = 1s
        akka.cluster {
          gossip-interval = 300ms
          leader-actions-interval = 300ms
          seed-node-timeout = 3s
          shutdown-after-unsuccessful-join-seed-nodes = 60s
          retry-unsuccessful-join-after = 2s
          split-brain-resolver.stable-after = {{StableAfter.TotalSeconds}}s
          down-removal-margin = 500ms
          run-coordinated-shutdown-when-down = on
          distributed-data {
            gossip-interval = 500ms
            notify-subscribers-interval = 200ms
            durable.keys = []
          }
          sharding {
            state-store-mode = ddata
            remember-entities = off
            passivate-idle-entity-after = off
            rebalance-interval = 1s
            retry-interval = 500ms
            waiting-for-state-timeout = 2s
            updating-state-timeout = 3s
            coordinator-failure-backoff = 1s
            distributed-data.durable.keys = []
          }
        }
        """);

    /// <summary>The same for a cluster of two nodes.</summary>
    public static readonly string TextOfPair = $"akka.cluster.downing-provider-class = \"{PairDowning.TypeName}\"\n{Text}";
}
