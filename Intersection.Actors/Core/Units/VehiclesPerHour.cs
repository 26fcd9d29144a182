using System.Globalization;

namespace Signals.Core.Units;

/// <summary>A flow in vehicles per hour.</summary>
public readonly record struct VehiclesPerHour(double Value) : IComparable<VehiclesPerHour>
{
    public static readonly VehiclesPerHour Zero = new(0);

    public double PerSecond => Value / 3600.0;

    /// <summary>Mean headway at this flow; infinite at zero flow.</summary>
    public Seconds Headway => new(3600.0 / Value);

    public static VehiclesPerHour operator +(VehiclesPerHour a, VehiclesPerHour b) => new(a.Value + b.Value);

    public static VehiclesPerHour operator -(VehiclesPerHour a, VehiclesPerHour b) => new(a.Value - b.Value);

    public static VehiclesPerHour operator *(VehiclesPerHour a, double factor) => new(a.Value * factor);

    public static bool operator <(VehiclesPerHour a, VehiclesPerHour b) => a.Value < b.Value;

    public static bool operator >(VehiclesPerHour a, VehiclesPerHour b) => a.Value > b.Value;

    public static bool operator <=(VehiclesPerHour a, VehiclesPerHour b) => a.Value <= b.Value;

    public static bool operator >=(VehiclesPerHour a, VehiclesPerHour b) => a.Value >= b.Value;

    public int CompareTo(VehiclesPerHour other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("0.###", CultureInfo.InvariantCulture) + " veh/h";
}
