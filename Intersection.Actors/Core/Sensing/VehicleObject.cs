namespace Signals.Core.Sensing;

/// <summary>One vehicle in a radar's or camera's object list.</summary>
/// <param name="Track">The sensor's own number for the vehicle while it follows it; 0 when it has none.</param>
/// <param name="DistanceMetres">
/// Front bumper to the zone's downstream end, along the lane, ≥ 0; for an exit zone from the junction's edge, where a negative one is still that far inside the junction.
/// </param>
/// <param name="SpeedKph">Speed along the lane, ≥ 0.</param>
/// <param name="LengthMetres">Length, &gt; 0.</param>
/// <param name="Share">
/// Probability that it will reach the stop line in this lane, 0–1: 1 in the lane itself, less where lanes divide upstream of it.
/// </param>
public readonly record struct VehicleObject(long Track, float DistanceMetres, float SpeedKph, float LengthMetres, float Share);
