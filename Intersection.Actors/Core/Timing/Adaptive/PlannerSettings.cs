using Signals.Core.Timing.Micro;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Constants and switches of the rolling-horizon planner. The defaults are the product's; <see cref="PlannerSettingsText.Parse"/> reads others, for
/// experiments that take one part away at a time.
/// </summary>
public sealed record PlannerSettings
{
    public static readonly PlannerSettings Default = new();

    /// <summary>
    /// Simulated seconds of one search, all its partial plans together: the bound as data, so that the same input gives the same plan on any machine. About a
    /// millisecond of one core; a third of it costs a grid 3 %, four times as much gains nothing.
    /// </summary>
    public int StepBudget { get; init; } = 5_000;

    /// <summary>
    /// Part of the budget kept for moving the switches of the best plan by single seconds, 0–0.9. It takes most of the gap to the proved best plan.
    /// </summary>
    public float PolishShare { get; init; } = 0.3f;

    /// <summary>Partial plans kept for each second and combination; 1–8.</summary>
    public int Kept { get; init; } = 2;

    /// <summary>Look-ahead, s; 0 takes <see cref="Model.ControlSettings.Horizon"/>.</summary>
    public int HorizonSeconds { get; init; }

    /// <summary>Weight of the time that the queue at the horizon still needs.</summary>
    public float QueueBeta { get; init; } = 2;

    /// <summary>Extra seconds for each vehicle left at red at the horizon.</summary>
    public float RedAlpha { get; init; } = 8;

    /// <summary>
    /// Weight of a lane is 1 + this × fill of its storage. 0: exits are kept clear by their room, and on an oversaturated grid a weight of 5 costs 6 % by chasing full lanes.
    /// </summary>
    public float FillWeight { get; init; }

    /// <summary>Time before the stop line at which a driver begins to brake for a red, s: a green that begins later costs him time.</summary>
    public float Braking { get; init; } = 2.5f;

    /// <summary>Share of the approach speed from which a driver is taken to have found his own.</summary>
    public float Steady { get; init; } = 0.7f;

    /// <summary>Longest time by which a promised switch may be put off while somebody waits for it, s.</summary>
    public float Postponement { get; init; } = 20;

    /// <summary>Time added to the start-up lost time of each lane, s: a green costs its first drivers more than the one who was measured.</summary>
    public float ExtraLost { get; init; } = 0.5f;

    /// <summary>Time taken from the yellow that each lane uses, s.</summary>
    public float YellowLost { get; init; }

    /// <summary>
    /// Time that stopping before a turn on red costs, s: braking from about 50 km/h, a stop and a look, and the first metres. Without it a turn on red looks as good as one on green, and who turns gets no green:
    /// a fifth of all stops on a grid.
    /// </summary>
    public float StopOnRed { get; init; } = 5;

    /// <summary>Longest time for which a green waits beyond its intergreen for those who stand or creep inside the junction in its way, s; 0 never.</summary>
    public float BoxWait { get; init; } = 10;

    /// <summary>Time that they may still need when the green comes: the first who enters takes longer to reach their way, s.</summary>
    public float BoxMargin { get; init; } = 3;

    /// <summary>
    /// Share of the time that braking to a stand and accelerating again takes which a stop costs, beside the engineer's
    /// <see cref="Model.ControlSettings.StopPenalty"/>.
    /// </summary>
    public float StopLoss { get; init; } = 1;

    /// <summary>
    /// Share by which a new plan must beat the rest of the previous one. Re-planned every second, small gains are noise of the forecast, and every switch they
    /// cause costs a real change.
    /// </summary>
    public float KeepGain { get; init; } = 0.03f;

    /// <summary>Gain in vehicle-seconds below which a change of plan is noise.</summary>
    public float LeastGain { get; init; } = 1;

    /// <summary>Use the neighbours' forecasts of what they send.</summary>
    public bool Neighbours { get; init; } = true;

    /// <summary>Consume the room on the exits and never send into a full one.</summary>
    public bool Spillback { get; init; } = true;

    /// <summary>A vehicle of a shared lane that may not go holds back those behind it; off: shares discharge side by side.</summary>
    public bool SharedLanes { get; init; } = true;

    /// <summary>Learned headway, lost time and use of yellow; off: the configured ones.</summary>
    public bool Learned { get; init; } = true;

    /// <summary>Expect vehicles beyond the sensors' view.</summary>
    public bool Expected { get; init; } = true;

    /// <summary>Let arrival forecasts, where there are any, say how many are to be expected there.</summary>
    public bool Forecasts { get; init; } = true;

    /// <summary>Leave a green in which nothing moves.</summary>
    public bool Rotate { get; init; } = true;

    /// <summary>Let the second tier choose among the best first actions.</summary>
    public bool Rerank { get; init; }

    /// <summary>Constants of the second tier.</summary>
    public MicroSettings Micro { get; init; } = MicroSettings.Default;

    /// <summary>
    /// Combinations change only at multiples of this many seconds since the epoch, and plans know it; 0 for any second. For comparison with published controllers
    /// that decide at fixed intervals.
    /// </summary>
    public int DecisionSeconds { get; init; }
}
