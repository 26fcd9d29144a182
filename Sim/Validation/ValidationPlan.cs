using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;

namespace Signals.Sim.Validation;

/// <summary>What a validation compares, and under which conditions. Immutable.</summary>
public sealed record ValidationPlan
{
    /// <summary>First seed that plans are tuned on; reporting seeds are below it, so that nothing is judged on what it was tuned for.</summary>
    public const ulong FirstTuningSeed = 101;

    public required Corridor Corridor { get; init; }

    public required Scenario Scenario { get; init; }

    public required ImmutableArray<ControllerChoice> Controllers { get; init; }

    /// <summary>Reporting seeds, all below <see cref="FirstTuningSeed"/>. At least 10 for a published figure.</summary>
    public required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>Local time at which measuring starts. Default 07:30.</summary>
    public Duration At { get; init; } = Duration.FromSeconds(7.5 * 3600);

    /// <summary>Simulated before measuring starts. Default 15 min.</summary>
    public Duration WarmUp { get; init; } = Duration.FromSeconds(900);

    /// <summary>Measured. Default 60 min.</summary>
    public Duration Length { get; init; } = Duration.FromSeconds(3600);

    /// <summary>Runs at the same time; each has a thread of its own. Default 2.</summary>
    public int Threads { get; init; } = 2;

    /// <exception cref="ArgumentException">Warm-up before midnight, no seeds, or a seed kept for tuning.</exception>
    public void Check()
    {
        if (Seeds.IsEmpty || Seeds.Any(s => s is 0 or >= FirstTuningSeed))
        {
            throw new ArgumentException($"reporting seeds must be 1 to {FirstTuningSeed - 1}; {FirstTuningSeed} and above are for tuning");
        }

        if (At < WarmUp)
        {
            throw new ArgumentException("measuring must start at least the warm-up after midnight; choose a later --at or a shorter --warm-up");
        }
    }
}
