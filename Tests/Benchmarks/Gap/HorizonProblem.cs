using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Phases;

namespace Signals.Benchmarks.Gap;

/// <summary>One recorded decision as an optimisation problem: the model as it stood, the root state, what was running and who waited to walk.</summary>
/// <param name="Intersection">Where.</param>
/// <param name="Planner">Settings that the model was built with.</param>
/// <param name="Model">Filled with the traffic of that decision.</param>
/// <param name="Root">State at second 0.</param>
/// <param name="Combination">Running combination.</param>
/// <param name="Pedestrians">Phases whose crossings wait.</param>
internal sealed record HorizonProblem(
    Intersection Intersection, PlannerSettings Planner, PlanModel Model, ImmutableArray<float> Root, int Combination, PhaseSet Pedestrians)
{
    /// <summary>The problem that a controller has just searched; valid until its next decision.</summary>
    public static HorizonProblem Of(Intersection intersection, PlannerSettings planner, AdaptiveController controller) => new(
        intersection, planner, controller.Model, [.. controller.SearchRoot], controller.SearchedFrom.Combination, controller.SearchedFrom.Pedestrians);

    public int Horizon => Model.Horizon;

    public int Combinations => Model.Combinations.All.Length;
}
