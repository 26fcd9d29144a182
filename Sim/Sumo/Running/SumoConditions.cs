using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Sim.Sumo.Sensing;

namespace Signals.Sim.Sumo.Running;

/// <summary>What all runs of one experiment have in common. Immutable; shared by parallel runs.</summary>
/// <param name="Sumo">Which SUMO.</param>
/// <param name="Configuration">The scenario.</param>
/// <param name="Network">Its network.</param>
/// <param name="TeleportAfter">Seconds after which SUMO moves a standing vehicle on; −1 never.</param>
/// <param name="Sensing">What our sensors see.</param>
/// <param name="Timing">By which rules our signals are timed.</param>
public sealed record SumoConditions(
    SumoInstallation Sumo, SumoConfiguration Configuration, SumoNetwork Network, int TeleportAfter, SensingModel Sensing, SumoTiming Timing)
{
    /// <summary>Settings of the adaptive controller; the product's unless an experiment takes a part away.</summary>
    public PlannerSettings Planner { get; init; } = PlannerSettings.Default;

    /// <summary>Makes the recorder of an intersection (by its position in the corridor as it is run), or gives null; null: nothing is recorded.</summary>
    public Func<Corridor, int, ITickRecorder?>? Recorder { get; init; }

    /// <summary>Makes the forecaster of an intersection (by its position in the corridor as it is run), or gives null; null: nothing is forecast.</summary>
    public Func<Corridor, int, IArrivalForecast?>? Forecasts { get; init; }

    /// <summary>
    /// Forecasts of somebody who knows the future: each run is made once without forecasts, noting what arrives, and once more with them. Replaces <see cref="Forecasts"/>. Default false.
    /// </summary>
    public bool Foresight { get; init; }

    /// <summary>Chance of a detector to be silent for the whole run, 0–1. Default 0.</summary>
    public double DetectorsLost { get; init; }

    /// <summary>Makes somebody who sees every vehicle of the sensed lanes before the sensors do and reports to nobody; null: nobody looks.</summary>
    internal Func<Corridor, ImmutableArray<LaneView>, ISumoSensors>? Witness { get; init; }

    /// <summary>Time between two decisions of max-pressure, greedy and Advanced-MP; null: their own default.</summary>
    public Duration? DecisionInterval { get; init; }

    /// <summary>Yellow of comparable timing (evaluation rule of the published comparisons), s.</summary>
    private const double ComparableYellow = 3;

    /// <summary>
    /// Yellow of comparable timing, and the least that a check of the shown states accepts. Default 3 s, or the shortest of the network's own programs where that is less.
    /// </summary>
    public Duration Yellow { get; init; } = Duration.FromSeconds(Network.Programs
        .SelectMany(p => p.Phases).Where(p => p.State.Contains('y', StringComparison.Ordinal)).Select(p => p.Duration).Append(ComparableYellow).Min());

    /// <summary>How the network becomes our model under these conditions.</summary>
    public SumoImportOptions ImportOptions => SumoImportOptions.Default with
    {
        Timing = Timing,
        Yellow = Yellow,
        Detection = Sensing == SensingModel.Loops ? SumoDetection.Loops : SumoDetection.Areas,
    };

    /// <summary>Simulated seconds of one run.</summary>
    public int Length => (int)(Configuration.End - Configuration.Begin);
}
