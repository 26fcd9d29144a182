using System.Collections.Immutable;
using Signals.Controller.Configuration;
using Signals.Core.Model;
using Signals.Sim.Validation;

namespace Signals.Sim.Tuning;

/// <summary>Machine-readable result of a tuning. Times in seconds.</summary>
/// <param name="CorridorHash">SHA-256 of the file that was tuned.</param>
/// <param name="At">Local time whose plans were tuned.</param>
/// <param name="Seeds">Seeds that candidates were judged on.</param>
/// <param name="Candidates">Candidates judged.</param>
/// <param name="Output">File written, empty when none was.</param>
public sealed record TuningReport(
    string CorridorName, string CorridorHash, string Scenario, string At, ImmutableArray<ulong> Seeds, int Candidates, ImmutableArray<TunedPlan> Plans,
    ImmutableArray<Change> Changes, ImmutableArray<StreetFigures> Streets, ValidationReport Comparison, string Output)
{
    public static TuningReport Of(
        ValidationPlan plan, ImmutableArray<ulong> seeds, int candidates, Corridor tuned, ImmutableArray<Change> changes, Comparison comparison, string output) => new(
        plan.Corridor.Name, plan.Corridor.ContentHash, plan.Scenario.Name, TimeSpan.FromMilliseconds(plan.At.Milliseconds).ToString(@"hh\:mm", null), seeds, candidates,
        [.. tuned.Intersections.Select(x => TunedPlan.Of(x.Id, x.PlanAt(DayOfWeek.Monday, plan.At)))], changes, StreetFigures.Of(comparison),
        ValidationReport.Of(plan, tuned, comparison), output);
}
