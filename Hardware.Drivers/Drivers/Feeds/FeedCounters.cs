namespace Signals.Drivers.Feeds;

/// <summary>Counts by <see cref="FeedOutcome"/> since start. Thread-safe; never reset.</summary>
public sealed class FeedCounters
{
    private static readonly int Size = Enum.GetValues<FeedOutcome>().Length;
    private readonly long[] _counts = new long[Size];

    public long this[FeedOutcome outcome] => Interlocked.Read(ref _counts[(int)outcome]);

    internal void Add(FeedOutcome outcome, long count = 1) => Interlocked.Add(ref _counts[(int)outcome], count);
}
