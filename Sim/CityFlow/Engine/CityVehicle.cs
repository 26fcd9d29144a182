namespace Signals.Sim.CityFlow.Engine;

/// <summary>A kind of vehicle; SI units. Immutable.</summary>
public sealed record CityVehicle
{
    public double Length { get; init; } = 5;

    public double MostAcceleration { get; init; } = 2;

    public double MostDeceleration { get; init; } = 4.5;

    public double UsualAcceleration { get; init; } = 2;

    public double UsualDeceleration { get; init; } = 4.5;

    /// <summary>Gap to the vehicle ahead at rest, m.</summary>
    public double StandingGap { get; init; } = 2.5;

    public double MostSpeed { get; init; } = 11.111;

    public double HeadwaySeconds { get; init; } = 2;

    /// <summary>Distance before a crossing way at which it waits, m. Not in the files; CityFlow's constant.</summary>
    public double YieldDistance { get; init; } = 5;

    /// <summary>Speed in turns, m/s. Not in the files; CityFlow's constant.</summary>
    public double TurnSpeed { get; init; } = 8.3333;

    /// <summary>Distance that a braking vehicle and its driver look ahead, m.</summary>
    /// <param name="step">Step of the simulation, s.</param>
    public double LookAhead(double step) => MostSpeed * MostSpeed / UsualDeceleration / 2 + MostSpeed * step * 2;

    /// <summary>Gap beyond which no leader, even a standing one, slows this vehicle down, m. Generous: it only saves arithmetic.</summary>
    public double FreeGap(double step) =>
        StandingGap + MostSpeed * (HeadwaySeconds + 3 * step) + MostSpeed * MostSpeed / Math.Min(UsualDeceleration, MostDeceleration) / 2
        + Math.Max(UsualDeceleration, MostDeceleration) * step * step;
}
