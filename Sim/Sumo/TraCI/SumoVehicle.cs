namespace Signals.Sim.Sumo.TraCI;

/// <summary>One vehicle as SUMO has it after a step.</summary>
/// <param name="Track">Number of the vehicle, ≥ 1, given when it was inserted and never used again in that run.</param>
/// <param name="Lane">Index of its lane in the list given to <see cref="TraciClient"/>; −1 on a lane outside it and while it teleports.</param>
/// <param name="Position">Front bumper from the lane's begin, m.</param>
/// <param name="Speed">m/s.</param>
/// <param name="Length">m.</param>
internal readonly record struct SumoVehicle(int Track, int Lane, float Position, float Speed, float Length);
