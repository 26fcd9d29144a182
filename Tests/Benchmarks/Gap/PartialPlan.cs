using Signals.Core.Timing.Phases;

namespace Signals.Benchmarks.Gap;

/// <summary>A plan up to a second: what it led to and what it cost.</summary>
/// <param name="State">State of the planner's model.</param>
/// <param name="Cost">Cost so far.</param>
/// <param name="Pedestrians">Phases whose crossings still wait.</param>
/// <param name="BusyUntil">Second from which all of the running combination is green; nothing can be left before.</param>
/// <param name="Bound">The least that it can come to.</param>
/// <param name="Combination">What is running, or on the way up.</param>
/// <param name="Parent">The same plan a second earlier; null at the start.</param>
internal sealed record PartialPlan(
    float[] State, float Cost, PhaseSet Pedestrians, int BusyUntil, float Bound, int Combination, PartialPlan? Parent);
