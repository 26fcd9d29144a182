using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Traffic;

/// <summary>
/// What one run did to those who travelled, since the last <see cref="TrafficEngine.ResetMeasures"/>. Vehicles that are still running or were
/// never let in are part of every mean: nothing looks better because it was not served.
/// </summary>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Simulated">Time measured.</param>
/// <param name="Created">Vehicles that wanted to travel.</param>
/// <param name="Finished">Vehicles that left the network.</param>
/// <param name="Running">Vehicles in the network at the end.</param>
/// <param name="NotInserted">Vehicles that still wait outside for room.</param>
/// <param name="Refused">Vehicles beyond the bound of the waiting line outside; not part of the means.</param>
/// <param name="MeanDelay">Time beyond free flow per created vehicle, waiting outside included.</param>
/// <param name="StopsPerVehicle">Stops per vehicle that was let in.</param>
/// <param name="LongestWait">Longest time below walking pace on one approach.</param>
/// <param name="MainDelay">Mean delay per vehicle and approach on the corridor's own direction.</param>
/// <param name="SideDelay">Mean delay per vehicle and approach on the side streets.</param>
/// <param name="PedestrianDelay">Mean wait of pedestrians, those still waiting included.</param>
/// <param name="BusDelay">Mean delay of buses per trip, dwell not counted.</param>
/// <param name="Buses">Buses created.</param>
/// <param name="MissedTurns">Drivers who could not reach their lane and took another movement.</param>
/// <param name="RedRunning">Vehicles that could not stop for a red and passed it.</param>
public sealed record TrafficSummary(
    ulong Seed, Duration Simulated, long Created, long Finished, long Running, long NotInserted, long Refused, Seconds MeanDelay, double StopsPerVehicle,
    Seconds LongestWait, Seconds MainDelay, Seconds SideDelay, Seconds PedestrianDelay, Seconds BusDelay, long Buses, long MissedTurns, long RedRunning,
    ImmutableArray<ApproachSummary> Approaches, ImmutableArray<MovementSummary> Movements, ImmutableArray<CrossingSummary> Crossings);

/// <summary>Control delay of one approach, vehicles still on it included.</summary>
/// <param name="IsMain">True when it belongs to the corridor: a link ends in it or starts from its leg.</param>
/// <param name="Vehicles">Vehicles that crossed its stop line, plus those still on it.</param>
/// <param name="MaxQueue">Farthest back of queue of any of its lanes.</param>
public sealed record ApproachSummary(
    string Intersection, string Approach, bool IsMain, long Vehicles, Seconds MeanDelay, double StopsPerVehicle, Seconds LongestWait, Metres MaxQueue);

/// <summary>Control delay of one movement of a lane group, over vehicles that crossed its stop line.</summary>
/// <param name="MaxQueue">Farthest back of queue of the lane group.</param>
public sealed record MovementSummary(
    string Intersection, string LaneGroup, Turn Turn, string ExitLeg, long Vehicles, Seconds MeanDelay, Seconds MeanWait, Seconds LongestWait, Metres MaxQueue);

/// <summary>Waits at one crossing.</summary>
/// <param name="Served">Pedestrians who started to walk.</param>
/// <param name="Waiting">Pedestrians still waiting.</param>
/// <param name="Refused">Pedestrians beyond the bound of the waiting area; not part of the mean.</param>
public sealed record CrossingSummary(
    string Intersection, string Leg, long Served, long Waiting, Seconds MeanWait, Seconds LongestWait, long Refused);
