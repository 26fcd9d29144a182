using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;

namespace Signals.Benchmarks.Decisions;

/// <summary>
/// <c>decisions [--maps A.sumocfg,B.sumocfg] [--states DIR,DIR] [--grid SIDE] [--flow VEH/H] [--seconds N] [--seed N] [--intersections N] [--passes N]
/// [--planner key=value,…]</c>: wall time and bytes of a decision over recorded states, with and without the second tier, side by side. Each scene is
/// run once closed loop and recorded; the busiest intersections are replayed, and every replayed result must be the recorded one. Without maps and
/// states: a busy grid of our own engine. One JSON object a line; exit code 1 when a decision allocated.
/// </summary>
internal static class DecisionBenchmark
{
    private static readonly (string Tier, Func<PlannerSettings, PlannerSettings> Settings)[] Tiers =
        [("fast", s => s with { Rerank = false }), ("re-ranked", s => s with { Rerank = true })];

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        arguments.Accept("--maps", "--states", "--grid", "--flow", "--seconds", "--seed", "--intersections", "--passes", "--planner");
        var planner = PlannerSettingsText.Parse(arguments.Text("--planner") ?? "");
        var allocated = false;
        foreach (var (scene, record) in Scenes(arguments))
        {
            foreach (var (tier, settings) in Tiers)
            {
                var tuned = settings(planner);
                var tapes = record(tuned).OrderByDescending(t => t.Vehicles).Take(arguments.Number("--intersections", 4)).ToImmutableArray();
                var figures = Measure(tapes, tuned, arguments.Number("--passes", 3));
                Console.WriteLine(JsonSerializer.Serialize(figures.Row(scene, tier, tapes.Length)));
                allocated |= figures.BytesOfDecisions > 0;
            }
        }

        return allocated ? 1 : 0;
    }

    private static IEnumerable<(string Scene, Func<PlannerSettings, ImmutableArray<TickTape>> Record)> Scenes(Arguments arguments)
    {
        var length = Duration.FromSeconds(arguments.Number("--seconds", 900));
        var seed = arguments.Number("--seed", 101);
        foreach (var map in arguments.List("--maps"))
        {
            yield return (Path.GetFileNameWithoutExtension(map), planner => TapeSource.Sumo(map, length, seed, planner));
        }

        foreach (var folder in arguments.List("--states"))
        {
            yield return (folder, _ => [TapeSource.FlightLog(folder)]);
        }

        if (arguments.List("--maps").Count + arguments.List("--states").Count == 0)
        {
            var side = arguments.Number("--grid", 3);
            var flow = arguments.Number("--flow", 900);
            yield return ($"grid {side}x{side} {flow} veh/h", planner => TapeSource.Grid(side, flow, length, (ulong)seed, planner));
        }
    }

    private static DecisionFigures Measure(ImmutableArray<TickTape> tapes, PlannerSettings planner, int passes)
    {
        var figures = new DecisionFigures();
        for (var pass = 0; pass <= passes; pass++)
        {
            // The first pass lets the compiler settle.
            var into = pass == 0 ? new DecisionFigures() : figures;
            GC.Collect();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            foreach (var tape in tapes)
            {
                TapePlayer.Play(tape, planner, into.Add);
                into.Ticks += tape.Ticks.Count;
            }

            into.CpuSeconds += (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        }

        return figures;
    }
}
