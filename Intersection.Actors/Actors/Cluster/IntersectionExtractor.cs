using Akka.Cluster.Sharding;
using Signals.Actors.Messages;

namespace Signals.Actors.Cluster;

/// <summary>One shard an intersection, so that intersections move one at a time.</summary>
public sealed class IntersectionExtractor : IMessageExtractor
{
    public string? EntityId(object message) => (message as IIntersectionMessage)?.IntersectionId;

    public object? EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message);

    public string ShardId(string entityId, object? messageHint = null) => entityId;
}
