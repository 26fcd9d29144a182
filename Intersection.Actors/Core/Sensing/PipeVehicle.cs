namespace Signals.Core.Sensing;

/// <summary>About one vehicle between an upstream station and the back of the queue.</summary>
/// <param name="AgeSeconds">Time since it passed the station.</param>
/// <param name="Vehicles">How many it stands for: counts are fused and calibrated, so seldom exactly 1.</param>
internal readonly record struct PipeVehicle(float AgeSeconds, float Vehicles);
