using System.Collections.Immutable;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap;

/// <summary>What an exact method found.</summary>
/// <param name="Cost">Cost of its best plan.</param>
/// <param name="Bound">No plan costs less.</param>
/// <param name="Closed">The two are the same: the plan is proved to be the best.</param>
/// <param name="Seconds">CPU time.</param>
/// <param name="Work">Partial plans looked at.</param>
/// <param name="Steps">Switches of its best plan; default when the plan that was known is the best.</param>
internal readonly record struct ExactResult(float Cost, float Bound, bool Closed, double Seconds, long Work, ImmutableArray<PlanStep> Steps);
