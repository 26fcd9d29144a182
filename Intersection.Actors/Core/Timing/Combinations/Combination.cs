using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Combinations;

/// <summary>Phases that may be green together: one a ring on one side of the barrier, or one stage. The planner's unit of choice.</summary>
/// <param name="Index">Position in the <see cref="CombinationTable"/>.</param>
/// <param name="PhaseOfRing">Phase index of each ring, −1 for a ring without one.</param>
/// <param name="Phases">The same as a set.</param>
/// <param name="Green">Vehicle groups that are green in it, overlaps included.</param>
/// <param name="Label">For people: <c>2+6</c>.</param>
public sealed record Combination(int Index, ImmutableArray<int> PhaseOfRing, PhaseSet Phases, GroupSet Green, string Label);
