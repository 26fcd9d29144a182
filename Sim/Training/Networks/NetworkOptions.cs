namespace Signals.Sim.Training.Networks;

/// <summary>How a <see cref="DenseNetwork"/> is trained. Immutable.</summary>
public sealed record NetworkOptions
{
    /// <summary>Neurons of each of the two hidden layers. Default 64.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Passes over the rows. Default 8.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>Rows of one step. Default 256.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Highest learning rate. Default 0.002.</summary>
    public float LearningRate { get; init; } = 0.002f;

    /// <summary>Weight decay. Default 0.01.</summary>
    public float WeightDecay { get; init; } = 0.01f;

    public ulong Seed { get; init; } = 1;
}
