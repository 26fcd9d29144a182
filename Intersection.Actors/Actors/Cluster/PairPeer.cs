namespace Signals.Actors.Cluster;

/// <summary>The other node of a cluster of two.</summary>
/// <param name="IsEarlierSeed">It stands before this node in the list of seeds, so that this node gives way to it.</param>
/// <param name="AnswersAsync">True when something accepts connections at its cluster address; ends within a second.</param>
public sealed record PairPeer(bool IsEarlierSeed, Func<Task<bool>> AnswersAsync);
