namespace Signals.Core.Sensing;

/// <summary>Where an estimate comes from, best first; the order of substitution.</summary>
public enum EstimateSource : byte
{
    Measured = 0,
    SisterSensor = 1,
    NeighbourLane = 2,
    Historic = 3,

    /// <summary>Nothing is known: the phase is on recall.</summary>
    Recall = 4,
}

/// <summary>What the tick knows of one lane group. All vehicles, all lanes of the group.</summary>
/// <param name="QueueVehicles">Estimated standing queue, ≥ 0.</param>
/// <param name="ArrivalsPerSecond">Smoothed arrival flow at the advance position, veh/s.</param>
/// <param name="EnRouteVehicles">Vehicles between advance detector and back of queue.</param>
/// <param name="Occupancy">Stop-line occupancy 0–1 of the last second, NaN when not measured.</param>
/// <param name="SpeedKph">Mean approach speed, NaN when not measured.</param>
/// <param name="DischargePerSecond">Flow that crossed the stop line in the last interval, veh/s.</param>
/// <param name="SaturationFlowPerSecond">Learned or configured discharge of the whole lane group, veh/s.</param>
/// <param name="Presence">Someone stands or passes at the stop line now.</param>
/// <param name="Source">Worst source that went into it.</param>
/// <param name="Quality">0 (guess) – 1 (all sensors healthy).</param>
public readonly record struct LaneGroupEstimate(
    double QueueVehicles, double ArrivalsPerSecond, double EnRouteVehicles, float Occupancy, float SpeedKph, double DischargePerSecond,
    double SaturationFlowPerSecond, bool Presence, EstimateSource Source, float Quality);
