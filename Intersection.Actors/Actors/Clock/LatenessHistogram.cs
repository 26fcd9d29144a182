using System.Numerics;

namespace Signals.Actors.Clock;

/// <summary>
/// Log-linear histogram of microseconds: 32 sub-buckets an octave, so that a quantile is at most 3.2 % too high; 0 to about 134 s. One writer,
/// any number of readers; no allocation, no lock.
/// </summary>
public sealed class LatenessHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;
    private const int Octaves = 23;

    private readonly long[] _counts = new long[SubBuckets * Octaves];
    private long _count;
    private long _maximum;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Adds one value; negative counts as zero.</summary>
    public void Record(TimeSpan value)
    {
        var microseconds = Math.Max(0, value.Ticks / TimeSpan.TicksPerMicrosecond);
        var bucket = Math.Min(BucketOf(microseconds), _counts.Length - 1);
        Volatile.Write(ref _counts[bucket], _counts[bucket] + 1);
        Volatile.Write(ref _count, _count + 1);
        if (microseconds > _maximum)
        {
            Volatile.Write(ref _maximum, microseconds);
        }
    }

    /// <summary>Adds everything that another histogram holds now.</summary>
    public void Add(LatenessHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += Volatile.Read(ref other._counts[i]);
        }

        _count += other.Count;
        _maximum = Math.Max(_maximum, Volatile.Read(ref other._maximum));
    }

    /// <summary>What it holds now.</summary>
    public LatenessHistogram Copy()
    {
        var copy = new LatenessHistogram();
        copy.Add(this);
        return copy;
    }

    /// <summary>
    /// What was recorded since an earlier copy was taken. The maximum is the upper edge of the highest bucket in between, at most 3.2 % too high.
    /// </summary>
    public LatenessHistogram Since(LatenessHistogram earlier)
    {
        var between = new LatenessHistogram();
        for (var i = 0; i < _counts.Length; i++)
        {
            between._counts[i] = Math.Max(0, Volatile.Read(ref _counts[i]) - earlier._counts[i]);
            between._count += between._counts[i];
            between._maximum = between._counts[i] > 0 ? Math.Min(UpperEdgeOf(i), Volatile.Read(ref _maximum)) : between._maximum;
        }

        return between;
    }

    /// <summary>p50, p99, p99.9 and maximum so far.</summary>
    public LatenessSummary Summarise() =>
        new(Count, Quantile(0.5), Quantile(0.99), Quantile(0.999), TimeSpan.FromMicroseconds(Volatile.Read(ref _maximum)));

    /// <summary>Upper edge of the bucket that holds the quantile; zero when empty.</summary>
    /// <param name="quantile">0–1.</param>
    public TimeSpan Quantile(double quantile)
    {
        var rank = (long)Math.Ceiling(Count * quantile);
        long seen = 0;
        for (var bucket = 0; bucket < _counts.Length && rank > 0; bucket++)
        {
            seen += Volatile.Read(ref _counts[bucket]);
            if (seen >= rank)
            {
                return TimeSpan.FromMicroseconds(Math.Min(UpperEdgeOf(bucket), Volatile.Read(ref _maximum)));
            }
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(long microseconds)
    {
        if (microseconds < SubBuckets)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2((ulong)microseconds) - SubBucketBits;
        return (shift + 1) * SubBuckets + (int)(microseconds >> shift) - SubBuckets;
    }

    private static long UpperEdgeOf(int bucket)
    {
        if (bucket < SubBuckets)
        {
            return bucket;
        }

        var shift = bucket / SubBuckets - 1;
        return ((long)(bucket % SubBuckets + SubBuckets + 1) << shift) - 1;
    }
}
