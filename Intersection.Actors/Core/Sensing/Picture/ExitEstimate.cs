namespace Signals.Core.Sensing.Picture;

/// <summary>What can be seen of one lane by which traffic leaves.</summary>
/// <param name="RoomVehicles">Vehicles that fit behind the last slow or standing one; infinite when nothing is known or nothing stands there.</param>
/// <param name="OutflowPerSecond">Flow that left the lane's visible part of late, veh/s; how fast room is renewed.</param>
public readonly record struct ExitEstimate(float RoomVehicles, float OutflowPerSecond)
{
    /// <summary>Vehicles that stand or creep on it, as far as it is seen; 0 when none does or nothing is known.</summary>
    public float QueueVehicles { get; init; }

    /// <summary>
    /// Time until the last of those who stand or creep inside the junction on their way to this lane is out of it, if he can drive on now, s; 0 when nobody does.
    /// </summary>
    public float ClearingSeconds { get; init; }
}
