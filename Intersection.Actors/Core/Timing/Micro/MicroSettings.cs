namespace Signals.Core.Timing.Micro;

/// <summary>Constants of the microsimulation that re-ranks the planner's best first actions.</summary>
/// <param name="StepSeconds">Time step, s: 0.5 or 1.</param>
/// <param name="HorizonSeconds">How far each alternative is simulated, s; 10–120.</param>
/// <param name="Samples">Draws of what is not known (turns, lanes, arrivals), each simulated under every alternative; 1–32.</param>
/// <param name="UpdateBudget">
/// Vehicle updates (one vehicle, one step) of one decision, as data, so that the same input gives the same answer on any machine. A sample is begun only
/// if all alternatives can still be simulated on it.
/// </param>
/// <param name="Margin">Vehicle-seconds by which an alternative must beat the planner's favourite.</param>
/// <param name="MarginShare">The same as a share of the favourite's cost; both must be exceeded.</param>
/// <param name="StopPenalty">Seconds of delay that one stop costs; negative: as the intersection's settings say.</param>
/// <param name="FillWeight">Weight of a lane is 1 + this × fill of its storage; 0, for with 5 the second tier chose worse on two single intersections.</param>
/// <param name="QueueBeta">Weight of the time that the queue at the horizon still needs.</param>
/// <param name="RedAlpha">Seconds that a queue which does not have right of way at the horizon is taken to wait for it.</param>
/// <param name="CriticalGapSeconds">Headway in the traffic yielded to that a turning driver accepts on green, s.</param>
public sealed record MicroSettings(
    float StepSeconds, int HorizonSeconds, int Samples, int UpdateBudget, float Margin, float MarginShare,
    float StopPenalty, float FillWeight, float QueueBeta, float RedAlpha, float CriticalGapSeconds)
{
    public static readonly MicroSettings Default = new(
        StepSeconds: 1, HorizonSeconds: 45, Samples: 4, UpdateBudget: 120_000, Margin: 1, MarginShare: 0.005f,
        StopPenalty: -1, FillWeight: 0, QueueBeta: 1.5f, RedAlpha: 8, CriticalGapSeconds: 3.5f);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names what is accepted.</exception>
    public void Check()
    {
        Require(StepSeconds is 0.5f or 1f, nameof(StepSeconds), StepSeconds, "0.5 or 1 s");
        Require(HorizonSeconds is >= 10 and <= 120, nameof(HorizonSeconds), HorizonSeconds, "10 to 120 s");
        Require(Samples is >= 1 and <= 32, nameof(Samples), Samples, "1 to 32");
        Require(UpdateBudget > 0, nameof(UpdateBudget), UpdateBudget, "more than 0 vehicle updates");
        Require(Margin >= 0 && MarginShare >= 0, nameof(Margin), Margin, "0 or more");
        Require(CriticalGapSeconds is >= 1 and <= 10, nameof(CriticalGapSeconds), CriticalGapSeconds, "1 to 10 s");
    }

    private static void Require(bool holds, string name, object value, string accepted)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"use {accepted}");
        }
    }
}
