namespace Signals.Core.Timing.Pressure;

/// <summary>What a pressure rule knows of one movement: the traffic of its lane group, its share of it, and the queue on the road that it leaves by.</summary>
/// <param name="Share">Share of the lane group's vehicles that make the movement, 0–1. A shared lane never votes in full for one of its turns.</param>
/// <param name="Saturation">Saturation flow of the lane group against one lane of the HCM base rate.</param>
/// <param name="Queue">Vehicles of the lane group that stand.</param>
/// <param name="Near">Vehicles of the lane group within <see cref="LaneCounts.NearMetres"/> of the stop line.</param>
/// <param name="Running">Vehicles of the lane group that move and can reach the stop line within <see cref="LaneCounts.EffectiveSeconds"/>.</param>
/// <param name="ExitQueue">Vehicles that stand on the exit, all its lanes together.</param>
/// <param name="ExitLanes">Number of these lanes.</param>
public readonly record struct MovementTraffic(
    float Share, float Saturation, float Queue, float Near, float Running, float ExitQueue, int ExitLanes);
