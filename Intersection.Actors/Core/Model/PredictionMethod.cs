namespace Signals.Core.Model;

/// <summary>Best source of arrival forecasts that an engineer allows; what lies below it takes over when it fails.</summary>
public enum PredictionMethod : byte
{
    /// <summary>The planner expects what it measures, and what neighbours announce.</summary>
    None = 0,

    /// <summary>Usual flows by time of day.</summary>
    History = 1,

    /// <summary>Usual flows, scaled by how today compares with them.</summary>
    Ratio = 2,

    /// <summary>The trained model.</summary>
    Model = 3,

    /// <summary>As <see cref="Ratio"/> for the planner; the trained model is asked beside it for the risks of spillback and overload, which are shown.</summary>
    Risks = 4,
}
