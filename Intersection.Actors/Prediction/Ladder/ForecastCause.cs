namespace Signals.Prediction.Ladder;

/// <summary>Why the model does not speak. Values are persisted in events: never renumber.</summary>
public enum ForecastCause : byte
{
    /// <summary>It does.</summary>
    None = 0,

    /// <summary>There is no model, or none that passed its checks.</summary>
    NoModel = 1,

    /// <summary>It threw.</summary>
    Failed = 2,

    /// <summary>Its answers miss their soft deadline.</summary>
    Late = 3,

    /// <summary>Its last answer is too old.</summary>
    Stale = 4,

    /// <summary>It answers what is not a number, or infinite.</summary>
    Invalid = 5,

    /// <summary>Its inputs are out of range, or unlike those that it was trained on.</summary>
    Inputs = 6,

    /// <summary>Its errors are greater than those of history and ratio.</summary>
    Errors = 7,

    /// <summary>Its intervals hold too few, or all, of what happens.</summary>
    Coverage = 8,

    /// <summary>The configuration asks for another source.</summary>
    Configured = 9,
}
