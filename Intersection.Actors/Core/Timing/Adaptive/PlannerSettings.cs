namespace Signals.Core.Timing.Adaptive;

/// <summary>Constants of the rolling-horizon planner. Defaults come from the measurements on SUMO that the comments name.</summary>
/// <param name="StepBudget">
/// Simulated lane-group-free seconds of one planning: the search's bound, as data, so that the same input gives the same plan on any machine.
/// When it is used up, no more switches are branched and the plans found so far are finished.
/// </param>
/// <param name="Kept">Partial plans kept for each second and combination.</param>
/// <param name="YellowUsed">Seconds of yellow that still discharge: 0.5. (1.5 cost 3.3 s/veh on a 4x4 grid.)</param>
/// <param name="QueueBeta">Weight of the time that the queue at the horizon still needs; 2.</param>
/// <param name="RedAlpha">Extra seconds for each vehicle left at red at the horizon; 6.</param>
/// <param name="FillWeight">Weight of a lane is 1 + this × fill of its storage: 5, so that spillback is served first.</param>
/// <param name="KeepGain">Share by which a new plan must beat the rest of the previous one; 0.02.</param>
/// <param name="ExitRefillPerSecond">Vehicles per second by which a full exit is assumed to drain; 0.15. Never a promise of unlimited flow.</param>
public sealed record PlannerSettings(
    int StepBudget, int Kept, float YellowUsed, float QueueBeta, float RedAlpha, float FillWeight, float KeepGain, float ExitRefillPerSecond)
{
    public static readonly PlannerSettings Default = new(
        StepBudget: 12_000, Kept: 2, YellowUsed: 0.5f, QueueBeta: 2, RedAlpha: 6, FillWeight: 5, KeepGain: 0.02f, ExitRefillPerSecond: 0.15f);
}
