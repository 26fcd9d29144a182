namespace Signals.Sim.CityFlow.Network;

/// <summary>Point or vector in the plane of a city, m; x to the east, y to the north.</summary>
public readonly record struct CityPoint(double X, double Y)
{
    public double Length => Math.Sqrt(X * X + Y * Y);

    public CityPoint Unit => this * (1 / Length);

    /// <summary>This vector turned a quarter to the right.</summary>
    public CityPoint Right => new(Y, -X);

    /// <summary>Bearing, 0 = north, clockwise, 0–360.</summary>
    public double BearingDegrees => (Math.Atan2(X, Y) * 180 / Math.PI + 360) % 360;

    public static CityPoint operator +(CityPoint a, CityPoint b) => new(a.X + b.X, a.Y + b.Y);

    public static CityPoint operator -(CityPoint a, CityPoint b) => new(a.X - b.X, a.Y - b.Y);

    public static CityPoint operator *(CityPoint a, double factor) => new(a.X * factor, a.Y * factor);

    /// <summary>z component of the cross product.</summary>
    public static double Cross(CityPoint a, CityPoint b) => a.X * b.Y - a.Y * b.X;

    public static double Dot(CityPoint a, CityPoint b) => a.X * b.X + a.Y * b.Y;
}
