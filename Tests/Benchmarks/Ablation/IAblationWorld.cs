using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Ablation;

/// <summary>A network with its demand on which variants of the optimiser are compared. Runs may overlap.</summary>
internal interface IAblationWorld
{
    string Name { get; }

    /// <summary>One closed-loop run from start to end.</summary>
    AblationResult Run(PlannerSettings planner, int seed, CancellationToken cancellationToken);
}
