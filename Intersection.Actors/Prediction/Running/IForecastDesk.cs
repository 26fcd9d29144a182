using Signals.Core.Units;

namespace Signals.Prediction.Running;

/// <summary>Where one intersection leaves its question for the model and picks up the answer. Never waits.</summary>
public interface IForecastDesk
{
    /// <summary>Input distribution of the model in force; empty without a model, or when it does not say.</summary>
    ReadOnlySpan<Signals.Core.Prediction.InputShape> InputShapes { get; }

    /// <summary>Leaves a question; one that nobody has begun to answer is replaced.</summary>
    void Post(ReadOnlySpan<float> rows, Instant at);

    /// <summary>Copies the latest answer; it may be one that was taken before.</summary>
    /// <param name="into">Rows of outputs.</param>
    DeskAnswer Take(Span<float> into);
}
