namespace Signals.Core.Traffic;

/// <summary>When a driver who must yield goes: constants and the arrival time of the vehicle that is yielded to.</summary>
public static class GapAcceptance
{
    /// <summary>Critical headway of a permissive left turn, s (HCM 6th ed., ch. 31: 4.5 s).</summary>
    public const float FarTurn = 4.5f;

    /// <summary>Critical headway of a turn that only merges with the traffic it yields to, on green, s.</summary>
    public const float NearTurn = 4.0f;

    /// <summary>Critical headway of a turn on red after stopping, s (between HCM's 6.2 s for a stop-controlled right turn and 4.5 s).</summary>
    public const float TurnOnRed = 5.5f;

    /// <summary>Acceleration that a yielding driver expects of the other, m/s².</summary>
    public const float ExpectedAcceleration = 2.0f;

    /// <summary>Least time in which a vehicle can cover <paramref name="distance"/> if it accelerates to <paramref name="limit"/>, s.</summary>
    public static float ArrivalTime(float distance, float speed, float limit)
    {
        if (distance <= 0f)
        {
            return 0f;
        }

        if (speed >= limit)
        {
            return distance / speed;
        }

        var toLimit = (limit * limit - speed * speed) / (2f * ExpectedAcceleration);
        return distance <= toLimit
            ? (MathF.Sqrt(speed * speed + 2f * ExpectedAcceleration * distance) - speed) / ExpectedAcceleration
            : (limit - speed) / ExpectedAcceleration + (distance - toLimit) / limit;
    }

    /// <summary>A driver runs the yellow when stopping would take harder braking than this, m/s² (ITE: 10 ft/s² = 3.05).</summary>
    public const float YellowBraking = 3.05f;
}
