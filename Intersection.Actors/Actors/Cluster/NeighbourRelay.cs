using Akka.Actor;
using Signals.Actors.Messages;
using Signals.Actors.Neighbours;
using Signals.Core.Timing;

namespace Signals.Actors.Cluster;

/// <summary>Carries forecasts to neighbours on other nodes: sharding knows where they are. Nothing waits for them, and a lost one is replaced in a second.</summary>
/// <param name="entities">What runs here needs no relay.</param>
public sealed class NeighbourRelay(LocalEntities entities) : INeighbourRelay
{
    private volatile IActorRef? _region;

    /// <summary>Forecasts handed to sharding so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    private long _sent;

    public void Connect(IActorRef region) => _region = region;

    public void Relay(string to, NeighbourOutflow forecast)
    {
        if (_region is { } region && !entities.Contains(to))
        {
            Interlocked.Increment(ref _sent);
            region.Tell(new ClusterMessage.Forecast(to, forecast), ActorRefs.NoSender);
        }
    }
}
