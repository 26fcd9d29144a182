namespace Signals.Core.Sensing.Picture;

/// <summary>One vehicle on its way to a stop line: seen by a sensor, or inferred from counts.</summary>
/// <param name="DistanceMetres">Front bumper to stop line along its lane, ≥ 0.</param>
/// <param name="SpeedMetresPerSecond">Speed, ≥ 0.</param>
/// <param name="LengthMetres">Length, &gt; 0.</param>
/// <param name="StoppedSeconds">How long it has stood or crept below 1 m/s; 0 while it moves.</param>
/// <param name="Weight">How much of a vehicle it counts for in this lane, 0–1: below 1 when lanes divide ahead of it, or when it is only inferred.</param>
public readonly record struct VehicleEstimate(
    float DistanceMetres, float SpeedMetresPerSecond, float LengthMetres, float StoppedSeconds, float Weight)
{
    /// <summary>The sensor's number for it, the same in every lane that it may end in and from tick to tick; 0 when it has none.</summary>
    public long Track { get; init; }

    /// <summary>
    /// Where its <see cref="Weight"/> begins among the weights of the same vehicle in other lanes: the lanes' intervals [From, From + Weight) do not overlap, so that one
    /// uniform number puts the vehicle into one lane.
    /// </summary>
    public float From { get; init; }
}
