namespace Signals.Core.Traffic;

/// <summary>
/// Mean driver of a look-ahead: Krauss' car following in an Euler step. A driver dawdles on average by <see cref="Dawdle"/> of what he could have
/// accelerated, which is why a queue never starts at full power and nobody drives at exactly the limit.
/// </summary>
/// <param name="Acceleration">Full acceleration, m/s².</param>
/// <param name="Braking">Comfortable deceleration, m/s²; also what a driver at yellow is ready to brake with.</param>
/// <param name="Reaction">Net time gap behind a leader at equal speed, s; not less than the time step.</param>
/// <param name="StandstillGap">Gap to the vehicle ahead in a queue, m.</param>
/// <param name="Dawdle">Mean share of the acceleration of one second that is lost, 0–0.5.</param>
public readonly record struct DriverModel(float Acceleration, float Braking, float Reaction, float StandstillGap, float Dawdle)
{
    /// <summary>Krauss' published driver: 2.6 and 4.5 m/s², 1 s, 2.5 m, σ = 0.5, which on average loses a quarter.</summary>
    public static readonly DriverModel Default = new(2.6f, 4.5f, 1.0f, 2.5f, 0.25f);

    /// <summary>Speed after one step with nobody ahead.</summary>
    public float Free(float speed, float limit, float step) => MathF.Min(limit, speed + Acceleration * step);

    /// <summary>What is left of a chosen speed after dawdling through one step.</summary>
    public float Dawdled(float chosen, float step) => chosen - Dawdle * MathF.Min(chosen, Acceleration * step);

    /// <summary>Distance within which the driver could just stop.</summary>
    public float StoppingDistance(float speed) => speed * speed / (2f * Braking);
}
