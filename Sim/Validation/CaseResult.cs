using Signals.Core.Model;
using Signals.Sim.Demand;

namespace Signals.Sim.Validation;

/// <summary>Controllers compared in one case.</summary>
/// <param name="Case">The situation.</param>
/// <param name="Plan">Conditions, the case's demand included.</param>
/// <param name="Tuned">The corridor with tuned plans, null when none was compared.</param>
/// <param name="Comparison">Results.</param>
public sealed record CaseResult(DemandCase Case, ValidationPlan Plan, Corridor? Tuned, Comparison Comparison);
