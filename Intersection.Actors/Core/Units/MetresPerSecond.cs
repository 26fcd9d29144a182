using System.Globalization;

namespace Signals.Core.Units;

/// <summary>A speed in metres per second.</summary>
public readonly record struct MetresPerSecond(double Value) : IComparable<MetresPerSecond>
{
    public static readonly MetresPerSecond Zero = new(0);

    public static MetresPerSecond FromKph(double kph) => new(kph / 3.6);

    /// <summary>1 mph = 0.44704 m/s exactly.</summary>
    public static MetresPerSecond FromMph(double mph) => new(mph * 0.44704);

    public double Kph => Value * 3.6;

    public double Mph => Value / 0.44704;

    public static MetresPerSecond operator +(MetresPerSecond a, MetresPerSecond b) => new(a.Value + b.Value);

    public static MetresPerSecond operator -(MetresPerSecond a, MetresPerSecond b) => new(a.Value - b.Value);

    public static MetresPerSecond operator *(MetresPerSecond a, double factor) => new(a.Value * factor);

    public static bool operator <(MetresPerSecond a, MetresPerSecond b) => a.Value < b.Value;

    public static bool operator >(MetresPerSecond a, MetresPerSecond b) => a.Value > b.Value;

    public static bool operator <=(MetresPerSecond a, MetresPerSecond b) => a.Value <= b.Value;

    public static bool operator >=(MetresPerSecond a, MetresPerSecond b) => a.Value >= b.Value;

    public int CompareTo(MetresPerSecond other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("0.###", CultureInfo.InvariantCulture) + " m/s";
}
