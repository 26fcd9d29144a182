using Akka.Actor;
using Signals.Actors.Clock;
using Signals.Actors.Messages;
using Signals.Actors.Neighbours;
using Signals.Core.Timing;

namespace Signals.Actors.Cluster;

/// <summary>
/// Carries forecasts to neighbours on other nodes: sharding knows where they are. Nothing waits for them, and a lost one is replaced in a second. Measures
/// how long those took that arrive here. Thread-safe.
/// </summary>
/// <param name="entities">What runs here needs no relay.</param>
/// <param name="time">The machine's wall clock: between machines a delay is as good as their clocks agree.</param>
public sealed class NeighbourRelay(LocalEntities entities, TimeProvider time) : INeighbourRelay
{
    private readonly Lock _gate = new();
    private readonly LatenessHistogram _delays = new();
    private volatile IActorRef? _region;
    private long _sent;
    private long _received;

    /// <summary>Forecasts handed to sharding so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Forecasts that came from other nodes.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>From a sender's <see cref="Relay"/> to <see cref="Arrived"/>, so far: a copy.</summary>
    public LatenessHistogram Delays
    {
        get
        {
            lock (_gate)
            {
                return _delays.Copy();
            }
        }
    }

    private long NowUnixUs => (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public void Connect(IActorRef region) => _region = region;

    public void Relay(string to, NeighbourOutflow forecast)
    {
        if (_region is { } region && !entities.Contains(to))
        {
            Interlocked.Increment(ref _sent);
            region.Tell(new ClusterMessage.Forecast(to, forecast, NowUnixUs), ActorRefs.NoSender);
        }
    }

    /// <summary>Notes a forecast that has come to its intersection.</summary>
    public void Arrived(ClusterMessage.Forecast forecast)
    {
        Interlocked.Increment(ref _received);
        if (forecast.SentUnixUs > 0)
        {
            lock (_gate)
            {
                _delays.Record(TimeSpan.FromMicroseconds(Math.Max(0, NowUnixUs - forecast.SentUnixUs)));
            }
        }
    }
}
