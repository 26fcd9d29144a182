namespace Signals.Core.Traffic;

/// <summary>
/// Longitudinal vehicle model: a Krauss-type safe speed with the ballistic update x += (v + v')/2·dt. Every function returns the
/// highest speed at the end of the step that keeps its condition; a driver takes the least of them. Units are metres, seconds, m/s
/// and m/s² throughout; floats, because the engine keeps one lane of state per vehicle property.
/// </summary>
/// <remarks>
/// If every vehicle drives at most <see cref="SafeSpeed"/> with <see cref="HardestBraking"/> and brakes no harder than that, no gap ever
/// becomes negative: the ballistic step keeps gap + vL²/2b − v²/2b ≥ 0. Source: Krauss (1998); the ballistic form is that of CityFlow.
/// </remarks>
public static class CarFollowing
{
    /// <summary>Hardest braking that any vehicle is capable of, m/s². All vehicles share it, which is what makes the safe speed exact.</summary>
    public const float HardestBraking = 6.0f;

    /// <summary>
    /// Speed that still lets the driver stop behind a leader who brakes to a stop, both at <paramref name="braking"/>.
    /// </summary>
    /// <param name="speed">Own speed now.</param>
    /// <param name="gap">Own front bumper to the leader's rear bumper, less any distance that is to be kept; may be negative.</param>
    /// <param name="leaderSpeed">Leader's speed now; 0 for a fixed obstacle such as a stop line.</param>
    /// <param name="braking">Deceleration of both, &gt; 0.</param>
    /// <param name="step">Time step.</param>
    /// <returns>0 or more; 0 when even stopping is not enough.</returns>
    public static float SafeSpeed(float speed, float gap, float leaderSpeed, float braking, float step)
    {
        var half = braking * step * 0.5f;
        var square = half * half + leaderSpeed * leaderSpeed + braking * (2f * gap - speed * step);
        return square <= half * half ? 0f : MathF.Sqrt(square) - half;
    }

    /// <summary>
    /// Krauss' safe speed for the Euler update x += v'·dt: the driver, who reacts after <paramref name="reaction"/>, can still stop behind the leader when
    /// both brake at <paramref name="braking"/>. No gap becomes negative while <paramref name="reaction"/> is at least the time step.
    /// </summary>
    /// <param name="gap">Own front bumper to the leader's rear bumper, less the distance that is to be kept; may be negative.</param>
    /// <param name="leaderSpeed">Leader's speed now; 0 for a fixed obstacle such as a stop line.</param>
    /// <param name="braking">Deceleration of both, &gt; 0.</param>
    /// <param name="reaction">Reaction time, s: the net time gap that is kept at equal speeds.</param>
    /// <returns>0 or more; 0 when even stopping is not enough. Source: Krauss (1998), eq. 4.9.</returns>
    public static float KraussSpeed(float gap, float leaderSpeed, float braking, float reaction)
    {
        var early = braking * reaction;
        var square = early * early + leaderSpeed * leaderSpeed + 2f * braking * gap;
        return square <= early * early ? 0f : MathF.Sqrt(square) - early;
    }

    /// <summary>Speed that lets the driver reach the end of <paramref name="distance"/> at <paramref name="target"/>, braking gently.</summary>
    public static float ApproachSpeed(float distance, float target, float braking) =>
        distance <= 0f ? target : MathF.Sqrt(target * target + 2f * braking * distance);

    /// <summary>
    /// Speed that keeps the driver's time headway to the leader: the gap at the end of the step divided by the headway.
    /// </summary>
    /// <param name="gap">Gap less the standstill distance.</param>
    /// <param name="headway">Net time gap the driver keeps, &gt; 0.</param>
    public static float HeadwaySpeed(float speed, float gap, float leaderSpeed, float headway, float step)
    {
        var closing = speed > leaderSpeed ? (speed - leaderSpeed) * 0.5f : 0f;
        var wanted = (gap + (leaderSpeed + closing) * step - speed * step * 0.5f) / (headway + step * 0.5f);
        return wanted > 0f ? wanted : 0f;
    }

    /// <summary>Speed after one step of free acceleration: full power from standstill, a third of it left at the desired speed.</summary>
    public static float FreeSpeed(float speed, float desired, float acceleration, float step)
    {
        if (speed >= desired)
        {
            var eased = speed - acceleration * step;
            return eased > desired ? eased : desired;
        }

        var faster = speed + acceleration * (1.05f - 0.7f * speed / desired) * step;
        return faster < desired ? faster : desired;
    }

    /// <summary>Distance needed to stop from <paramref name="speed"/> at <paramref name="braking"/>.</summary>
    public static float StoppingDistance(float speed, float braking) => speed * speed / (2f * braking);
}
