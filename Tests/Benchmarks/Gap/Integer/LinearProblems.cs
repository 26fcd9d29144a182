using Signals.Core.Model;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Benchmarks.Gap.Integer;

/// <summary>
/// Problems that an integer program can say exactly: every lane has priority or nothing, no exit is short, nobody waits to walk, no green reaches its maximum
/// and storage does not weigh.
/// </summary>
internal static class LinearProblems
{
    /// <summary>Planner settings under which lane weights are constant.</summary>
    public static PlannerSettings Settings(PlannerSettings planner) => planner with { FillWeight = 0, Learned = false };

    /// <summary>The corridor with protected movements only: no permissive turns, no turns on red.</summary>
    public static Corridor Protected(Corridor corridor) => corridor with
    {
        Intersections = [.. corridor.Intersections.Select(x => x with
        {
            LaneGroups = [.. x.LaneGroups.Select(g => g with
            {
                Movements = [.. g.Movements.Select(m => m with { OnRed = false, PermissiveUnder = m.ProtectedBy < 0 ? m.PermissiveUnder : -1 })],
            })],
        })],
    };

    /// <summary>Why the problem is not one of these; null when it is.</summary>
    public static string? ObstacleOf(HorizonProblem problem)
    {
        var model = problem.Model;
        var table = model.Movements;
        for (var c = 0; c < problem.Combinations; c++)
        {
            for (var group = 0; group < problem.Intersection.LaneGroups.Length; group++)
            {
                if (table.Usable(c, group) != table.Free(c, group) || (table.Free(c, group) != 0 && table.Free(c, group) != table.All[group]))
                {
                    return $"lane group {problem.Intersection.LaneGroups[group].Id} yields, turns on red or shares a lane between signals";
                }
            }
        }

        return model.Exits.IsLimited ? "an exit is short of room"
            : problem.Pedestrians != PhaseSet.Empty ? "somebody waits to walk"
            : problem.Planner.FillWeight != 0 ? "lanes weigh by their fill"
            : HasMaximum(problem) ? "a green may reach its maximum"
            : null;
    }

    private static bool HasMaximum(HorizonProblem problem)
    {
        var least = problem.Intersection.Groups.Where(g => g.Kind != SignalGroupKind.Pedestrian).Min(g => g.Demand.MaxGreen.TotalSeconds);
        return least < problem.Horizon + Duration.FromSeconds(120).TotalSeconds
            && problem.Root[problem.Model.Layout.Start(0)..].Take(problem.Model.Layout.Rings).Any(start => problem.Horizon - start >= least);
    }
}
