using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;

namespace Signals.Controller.Configuration.Reading;

/// <summary>Reads <c>control</c>, of the corridor (defaults for all) or of one intersection.</summary>
internal static class ControlReader
{
    private static readonly (string, ControlLevel)[] Levels =
    [
        ("observe", ControlLevel.Observe), ("fixed-time", ControlLevel.FixedTime), ("actuated", ControlLevel.Actuated), ("adaptive", ControlLevel.Adaptive),
    ];

    private static readonly (string, ControlMethod)[] Methods =
    [
        ("optimiser", ControlMethod.Optimiser), ("max-pressure", ControlMethod.MaxPressure), ("greedy", ControlMethod.Greedy),
        ("advanced-mp", ControlMethod.AdvancedMaxPressure),
    ];

    private static readonly (string, PredictionMethod)[] Predictions =
    [
        ("model", PredictionMethod.Model), ("risks", PredictionMethod.Risks), ("ratio", PredictionMethod.Ratio), ("history", PredictionMethod.History), ("none", PredictionMethod.None),
    ];

    /// <param name="node">The map; an absent one takes every value from <paramref name="defaults"/>.</param>
    public static ControlSettings Read(ConfigNode node, Scope scope, ControlSettings defaults)
    {
        var section = new SectionReader(node, Sections.Control, scope);
        return new(
            section.Choice("level", defaults.Level, Levels),
            section.Flag("shadow", defaults.Shadow),
            section.Time("lease", defaults.Lease, 0.5, 10),
            section.Time("horizon", defaults.Horizon, 20, 180),
            section.Number("stop-penalty", defaults.StopPenalty, 0, 60),
            section.Number("pedestrian-weight", defaults.PedestrianWeight, 0, 100),
            section.Number("transit-weight", defaults.TransitWeight, 0, 200))
        {
            CoordinationWeight = section.Number("coordination-weight", defaults.CoordinationWeight, 0, 1000),
            Method = section.Choice("method", defaults.Method, Methods),
            Prediction = section.Choice("prediction", defaults.Prediction, Predictions),
            DecisionInterval = section.Time("decision-interval", defaults.DecisionInterval, 1, 60),
        };
    }
}
