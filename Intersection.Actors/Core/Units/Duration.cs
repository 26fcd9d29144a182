using System.Globalization;

namespace Signals.Core.Units;

/// <summary>
/// An exact length of time in whole milliseconds. Everything a signal is timed by (green, yellow, intergreen, cycle) is a
/// <see cref="Duration"/>; continuous quantities such as delay are <see cref="Seconds"/>.
/// </summary>
public readonly record struct Duration(long Milliseconds) : IComparable<Duration>
{
    public static readonly Duration Zero = new(0);

    /// <summary>One control step, 100 ms: the resolution of hi-res events and of the sequencer.</summary>
    public static readonly Duration Tenth = new(100);

    /// <summary>Rounds to the nearest millisecond.</summary>
    public static Duration FromSeconds(double seconds) => new((long)Math.Round(seconds * 1000.0));

    public double TotalSeconds => Milliseconds / 1000.0;

    /// <summary>Whole tenths of a second, rounded down: the unit of the register map.</summary>
    public long Tenths => Milliseconds / 100;

    public static Duration operator +(Duration a, Duration b) => new(a.Milliseconds + b.Milliseconds);

    public static Duration operator -(Duration a, Duration b) => new(a.Milliseconds - b.Milliseconds);

    public static Duration operator -(Duration a) => new(-a.Milliseconds);

    public static Duration operator *(Duration a, long factor) => new(a.Milliseconds * factor);

    public static bool operator <(Duration a, Duration b) => a.Milliseconds < b.Milliseconds;

    public static bool operator >(Duration a, Duration b) => a.Milliseconds > b.Milliseconds;

    public static bool operator <=(Duration a, Duration b) => a.Milliseconds <= b.Milliseconds;

    public static bool operator >=(Duration a, Duration b) => a.Milliseconds >= b.Milliseconds;

    public static Duration Max(Duration a, Duration b) => a >= b ? a : b;

    public static Duration Min(Duration a, Duration b) => a <= b ? a : b;

    public int CompareTo(Duration other) => Milliseconds.CompareTo(other.Milliseconds);

    public override string ToString() => TotalSeconds.ToString("0.0##", CultureInfo.InvariantCulture) + " s";
}
