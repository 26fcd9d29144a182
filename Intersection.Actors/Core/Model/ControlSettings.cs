using Signals.Core.Units;

namespace Signals.Core.Model;

/// <summary>The controller an engineer asks for; the ladder may stand lower for a while.</summary>
public enum ControlLevel : byte
{
    /// <summary>Command nothing; the cabinet runs its own plan.</summary>
    Observe = 0,
    FixedTime = 1,
    Actuated = 2,
    Adaptive = 3,
}

/// <summary>How one intersection is to be controlled.</summary>
/// <param name="Level">Highest rung of the degradation ladder.</param>
/// <param name="Shadow">Decide, log and measure, but command nothing.</param>
/// <param name="Lease">Lease asked of the cabinet, 500–10,000 ms; default 3 s.</param>
/// <param name="Horizon">Look-ahead of the adaptive controller, 20–180 s; default 60 s.</param>
/// <param name="StopPenalty">Seconds of delay that one stop costs; default 2 (adaptive).</param>
/// <param name="PedestrianWeight">Delay weight of a waiting pedestrian against a vehicle; default 1.</param>
/// <param name="TransitWeight">Delay weight of a bus against a car; default 15 (persons).</param>
public sealed record ControlSettings(
    ControlLevel Level, bool Shadow, Duration Lease, Duration Horizon, double StopPenalty, double PedestrianWeight, double TransitWeight)
{
    public static readonly ControlSettings Default = new(
        ControlLevel.Adaptive, Shadow: false, new Duration(3000), Duration.FromSeconds(60), StopPenalty: 2, PedestrianWeight: 1, TransitWeight: 15);

    /// <summary>What decides on the adaptive rung; default <see cref="ControlMethod.Optimiser"/>.</summary>
    public ControlMethod Method { get; init; }

    /// <summary>
    /// Time from one decision of a pressure method to the next, the change to another phase included; 1–60 s, default 10 s, the step of the RESCO benchmark
    /// (Ault and Sharon 2021). With 1 s the minimum green alone decides how soon. The optimiser does not use it.
    /// </summary>
    public Duration DecisionInterval { get; init; } = Duration.FromSeconds(10);

    /// <summary>
    /// What each second costs the optimiser in which a coordinated phase of the hour's plan is not green although its programmed green runs, weighted
    /// vehicle-seconds, 0–1000; default 0: plans are for the other rungs. From about 20 on the band is
    /// kept to a second or two; a bounded wait still forces its way.
    /// </summary>
    public double CoordinationWeight { get; init; }

    /// <summary>Where arrival forecasts may come from; default <see cref="PredictionMethod.Risks"/>: in the closed loop the model's arrivals gain nothing over history × ratio (RESULTS.md).</summary>
    public PredictionMethod Prediction { get; init; } = PredictionMethod.Risks;
}
