using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;

namespace Signals.Controller.Configuration;

/// <summary>Outcome of reading a corridor file.</summary>
/// <param name="Corridor">The corridor, or null when there is any error: never half of one.</param>
/// <param name="Findings">All findings, in order of the file.</param>
/// <param name="EffectiveValues">Values as far as they could be determined, in order of the file.</param>
/// <param name="CouldRead">False when the file does not exist, cannot be opened or is too large.</param>
public sealed record CorridorLoadResult(
    Corridor? Corridor, ImmutableArray<Finding> Findings, ImmutableArray<EffectiveValue> EffectiveValues, bool CouldRead)
{
    public bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);
}
