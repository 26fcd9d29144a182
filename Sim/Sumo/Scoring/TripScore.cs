namespace Signals.Sim.Sumo.Scoring;

/// <summary>What the vehicles of one SUMO run got; times in seconds. The same figures as the benchmark's own score program, rounded alike.</summary>
/// <param name="Scheduled">Vehicles that the demand schedules between begin and end.</param>
/// <param name="Inserted">Vehicles that entered the network.</param>
/// <param name="Finished">Vehicles that arrived.</param>
/// <param name="NotInserted">Scheduled vehicles that never entered.</param>
/// <param name="FullDelay">Time loss and insertion delay of everybody scheduled, unfinished and never inserted ones included, a scheduled vehicle.</param>
/// <param name="RescoDelay">Time loss and insertion delay of those that entered, a vehicle: what RESCO's tables show.</param>
/// <param name="P95Delay">95th percentile of the full delay.</param>
/// <param name="MaxWait">Longest time that one vehicle stood in all.</param>
/// <param name="MeanDuration">Mean duration of finished trips.</param>
/// <param name="MeanWaiting">Mean standing time of finished trips.</param>
/// <param name="MeanStops">Mean number of stops of finished trips.</param>
/// <param name="Teleports">Vehicles that SUMO moved on because they stood too long.</param>
/// <param name="Collisions">Collisions that SUMO counted.</param>
/// <param name="EmergencyStops">Vehicles that braked harder than they can.</param>
public sealed record TripScore(
    int Scheduled, int Inserted, int Finished, int NotInserted, double? FullDelay, double? RescoDelay, double? P95Delay, double? MaxWait,
    double? MeanDuration, double? MeanWaiting, double? MeanStops, int Teleports, int Collisions, int EmergencyStops);
