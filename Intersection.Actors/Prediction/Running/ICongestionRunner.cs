namespace Signals.Prediction.Running;

/// <summary>Preallocated buffers of one model for one thread. Not thread-safe.</summary>
public interface ICongestionRunner : IDisposable
{
    /// <summary>Most rows of one question.</summary>
    int MaximumRows { get; }

    /// <summary>Where the feature rows go, one after the other.</summary>
    Span<float> Inputs { get; }

    /// <summary>Answers the first rows of <see cref="Inputs"/>; the answer is valid until the next call. Allocates nothing once it has seen a number of rows.</summary>
    /// <param name="rows">1 … <see cref="MaximumRows"/>.</param>
    ReadOnlySpan<float> Run(int rows);
}
