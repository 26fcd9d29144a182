namespace Signals.Core.Timing.Adaptive;

/// <summary>One switch of a plan.</summary>
/// <param name="Second">When the running combination is left, seconds from the plan's start.</param>
/// <param name="Combination">What comes up.</param>
public readonly record struct PlanStep(int Second, int Combination);
