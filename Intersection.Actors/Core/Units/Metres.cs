using System.Globalization;

namespace Signals.Core.Units;

/// <summary>A length in metres.</summary>
public readonly record struct Metres(double Value) : IComparable<Metres>
{
    public static readonly Metres Zero = new(0);

    /// <summary>1 ft = 0.3048 m exactly.</summary>
    public static Metres FromFeet(double feet) => new(feet * 0.3048);

    public double Feet => Value / 0.3048;

    public static Seconds operator /(Metres length, MetresPerSecond speed) => new(length.Value / speed.Value);

    public static Metres operator +(Metres a, Metres b) => new(a.Value + b.Value);

    public static Metres operator -(Metres a, Metres b) => new(a.Value - b.Value);

    public static Metres operator *(Metres a, double factor) => new(a.Value * factor);

    public static bool operator <(Metres a, Metres b) => a.Value < b.Value;

    public static bool operator >(Metres a, Metres b) => a.Value > b.Value;

    public static bool operator <=(Metres a, Metres b) => a.Value <= b.Value;

    public static bool operator >=(Metres a, Metres b) => a.Value >= b.Value;

    public int CompareTo(Metres other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("0.###", CultureInfo.InvariantCulture) + " m";
}
