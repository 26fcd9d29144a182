using Akka.Actor;
using Akka.Cluster;

namespace Signals.Actors.Cluster;

/// <summary>
/// How a cluster of two nodes decides who goes on when they lose each other: both. There is no majority of two, and a rule that names one of them in advance
/// ends the survivor when it is the other that died. The cabinets settle who commands: a node that is alone takes only those that nobody commands
/// (<see cref="ClaimGuard"/>), and one of the two gives way once they reach each other again (<see cref="PairWatch"/>).
/// </summary>
/// <param name="system">The actor system.</param>
/// <param name="cluster">Its cluster; Akka makes a provider with both.</param>
public sealed class PairDowning(ActorSystem system, Akka.Cluster.Cluster cluster) : IDowningProvider
{
    /// <summary>Name for <c>akka.cluster.downing-provider-class</c>.</summary>
    public const string TypeName = "Signals.Actors.Cluster.PairDowning, Signals.Actors";

    public TimeSpan DownRemovalMargin => system.Settings.Config.GetTimeSpan("akka.cluster.down-removal-margin");

    public Props DowningActorProps
    {
        get
        {
            var stableAfter = system.Settings.Config.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after");
            return Akka.Actor.Props.Create(() => new DowningActor(cluster, stableAfter));
        }
    }

    /// <summary>Downs whoever was unreachable without a change of the picture for a while.</summary>
    private sealed class DowningActor : ReceiveActor, IWithTimers
    {
        private readonly Akka.Cluster.Cluster _cluster;
        private readonly TimeSpan _stableAfter;

        public DowningActor(Akka.Cluster.Cluster cluster, TimeSpan stableAfter)
        {
            (_cluster, _stableAfter) = (cluster, stableAfter);
            Receive<ClusterEvent.IReachabilityEvent>(_ => Timers.StartSingleTimer(nameof(Decide), Decide.Instance, _stableAfter));
            Receive<Decide>(_ => OnDecide());
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IReachabilityEvent));

        protected override void PostStop() => _cluster.Unsubscribe(Self);

        private void OnDecide()
        {
            foreach (var member in _cluster.State.Unreachable)
            {
                _cluster.Down(member.Address);
            }
        }

        private sealed record Decide
        {
            public static readonly Decide Instance = new();
        }
    }
}
