namespace Signals.Sim.Sumo.Network;

/// <summary>A point of the network's plane.</summary>
/// <param name="X">Metres to the east.</param>
/// <param name="Y">Metres to the north.</param>
public readonly record struct SumoPoint(double X, double Y)
{
    /// <summary>Distance between two points, m.</summary>
    public double To(SumoPoint other) => double.Hypot(other.X - X, other.Y - Y);
}
