using Signals.Core.Units;

namespace Signals.Prediction.Running;

/// <summary>How the last question fared.</summary>
public enum DeskState : byte
{
    /// <summary>There is no model.</summary>
    NoModel = 0,

    /// <summary>There is an answer.</summary>
    Answered = 1,

    /// <summary>A model is there, but it has not answered anything yet.</summary>
    Waiting = 2,

    /// <summary>The model threw.</summary>
    Failed = 3,
}

/// <summary>The latest answer of a model.</summary>
/// <param name="State">Whether there is one.</param>
/// <param name="At">Moment of the question that it answers.</param>
/// <param name="Took">Wall time of the model's call; the wait before it shows in whether the answer is there at the next tick.</param>
public readonly record struct DeskAnswer(DeskState State, Instant At, TimeSpan Took);
