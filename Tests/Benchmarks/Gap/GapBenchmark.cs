using System.Collections.Immutable;
using System.Text.Json;
using Signals.Benchmarks.Decisions;
using Signals.Benchmarks.Gap.Integer;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;

namespace Signals.Benchmarks.Gap;

/// <summary>
/// <c>gap [--maps A.sumocfg,…] [--grid SIDE] [--flow VEH/H] [--seconds N] [--seed N] [--horizon S] [--every N] [--instances N] [--limit S]
/// [--planner key=value,…] [--integer]</c>: cost of the fast planner's plan, at budgets worth 0.2 to 20 ms, above that of the best plan of the same horizon problem, proved by
/// exhaustive search with bounds and dominance. Problems are recorded decisions, every N-th of a closed-loop run; those that the exact search cannot close
/// within its limit are counted and left out of the quantiles, and the largest gap that they could have is given. With <c>--integer</c> the grid has
/// protected movements only, and every problem is also solved by OR-Tools CP-SAT: exit code 1 when the two disagree. One JSON object a line.
/// </summary>
internal static class GapBenchmark
{
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        arguments.Accept(
            "--maps", "--grid", "--flow", "--seconds", "--seed", "--horizon", "--every", "--instances", "--limit", "--planner", "--integer");
        var planner = PlannerSettingsText.Parse(arguments.Text("--planner") ?? "") with
        {
            Rerank = false,
            HorizonSeconds = arguments.Number("--horizon", 30, 10),
        };
        var isInteger = arguments.Has("--integer");
        planner = isInteger ? LinearProblems.Settings(planner) : planner;
        var agree = true;
        foreach (var (scene, tapes) in Scenes(arguments, planner))
        {
            var study = new GapStudy(planner, isInteger, arguments.Number("--every", 37), arguments.Number("--instances", 40), TimeSpan.FromSeconds(arguments.Number("--limit", 60)));
            foreach (var tape in tapes.OrderByDescending(t => t.Vehicles))
            {
                study.Add(tape);
            }

            agree &= study.Agrees;
            foreach (var row in study.Rows(scene))
            {
                Console.WriteLine(JsonSerializer.Serialize(row));
            }
        }

        return agree ? 0 : 1;
    }

    private static IEnumerable<(string Scene, ImmutableArray<TickTape> Tapes)> Scenes(Arguments arguments, PlannerSettings planner)
    {
        var length = Duration.FromSeconds(arguments.Number("--seconds", 900));
        var seed = arguments.Number("--seed", 101);
        foreach (var map in arguments.List("--maps"))
        {
            yield return (Path.GetFileNameWithoutExtension(map), TapeSource.Sumo(map, length, seed, planner));
        }

        if (arguments.List("--maps").Count == 0)
        {
            var side = arguments.Number("--grid", 2);
            var flow = arguments.Number("--flow", 700);
            yield return ($"grid {side}x{side} {flow} veh/h", arguments.Has("--integer")
                ? TapeSource.ProtectedGrid(side, flow, length, (ulong)seed, planner)
                : TapeSource.Grid(side, flow, length, (ulong)seed, planner));
        }
    }
}
