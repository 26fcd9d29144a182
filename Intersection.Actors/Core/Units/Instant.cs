namespace Signals.Core.Units;

/// <summary>
/// A point on the control time line, in whole milliseconds since the Unix epoch (UTC). The core never reads a clock:
/// an instant always arrives as data. In a simulation the line may start anywhere; only differences and, for
/// plans by time of day, the UTC value matter.
/// </summary>
public readonly record struct Instant(long UnixMilliseconds) : IComparable<Instant>
{
    public static readonly Instant Epoch = new(0);

    public static Instant operator +(Instant at, Duration by) => new(at.UnixMilliseconds + by.Milliseconds);

    public static Instant operator -(Instant at, Duration by) => new(at.UnixMilliseconds - by.Milliseconds);

    public static Duration operator -(Instant later, Instant earlier) => new(later.UnixMilliseconds - earlier.UnixMilliseconds);

    public static bool operator <(Instant a, Instant b) => a.UnixMilliseconds < b.UnixMilliseconds;

    public static bool operator >(Instant a, Instant b) => a.UnixMilliseconds > b.UnixMilliseconds;

    public static bool operator <=(Instant a, Instant b) => a.UnixMilliseconds <= b.UnixMilliseconds;

    public static bool operator >=(Instant a, Instant b) => a.UnixMilliseconds >= b.UnixMilliseconds;

    public int CompareTo(Instant other) => UnixMilliseconds.CompareTo(other.UnixMilliseconds);

    public Instant Plus(Duration by) => this + by;

    public Duration Since(Instant earlier) => this - earlier;

    /// <summary>ISO 8601 in UTC with milliseconds, e.g. <c>2026-11-23T14:00:00.100Z</c>.</summary>
    public override string ToString() => DateTimeOffset.FromUnixTimeMilliseconds(UnixMilliseconds)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
