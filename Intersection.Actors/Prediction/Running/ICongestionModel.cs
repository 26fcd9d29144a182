using Signals.Core.Prediction;

namespace Signals.Prediction.Running;

/// <summary>A trained model, ready to be asked. Thread-safe; shared by all workers.</summary>
public interface ICongestionModel : IDisposable
{
    /// <summary>What it says of itself.</summary>
    ModelMetadata Metadata { get; }

    /// <summary>SHA-256 of its file, lower-case hex.</summary>
    string Fingerprint { get; }

    /// <summary>Buffers to ask it with: one for each thread that asks.</summary>
    /// <param name="maximumRows">Most rows of one question, ≥ 1.</param>
    ICongestionRunner NewRunner(int maximumRows);
}
