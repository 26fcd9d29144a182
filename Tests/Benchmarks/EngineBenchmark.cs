using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Traffic;

namespace Signals.Benchmarks;

/// <summary>
/// <c>engine [--seconds N] [--step MS] [--cityflow DIR]</c>: vehicle updates per CPU second, one thread, of the embedded traffic engine on a 4x4 and a 30x30
/// grid under a fixed plan, and of the CityFlow engine on the cities in the subfolders of DIR. One JSON object a line.
/// </summary>
internal static class EngineBenchmark
{
    private static readonly Duration WarmUp = Duration.FromSeconds(900);

    public static int Run(string[] args)
    {
        var seconds = Option(args, "--seconds", 10);
        var step = new Duration(Option(args, "--step", 500));
        foreach (var (side, flow) in new[] { (4, 700.0), (30, 700.0) })
        {
            Console.WriteLine(JsonSerializer.Serialize(Measure(side, flow, step, seconds)));
        }

        if (Array.IndexOf(args, "--cityflow") is >= 0 and var at && at + 1 < args.Length)
        {
            foreach (var folder in Directory.GetDirectories(args[at + 1]).Order())
            {
                Console.WriteLine(JsonSerializer.Serialize(CityFlowCase.Measure(folder, seconds)));
            }
        }

        return 0;
    }

    private static object Measure(int side, double flow, Duration step, int seconds)
    {
        var corridor = GridCorridor.Build(side, side);
        var engine = TrafficEngine.Create(corridor, Scenario.Uniform(corridor, flow, 20), 1, new TrafficOptions { StepLength = step });
        var signals = corridor.Intersections.Select(x => new PlanSignals(x, x.Plans[0])).ToArray();
        while (engine.Now.UnixMilliseconds < WarmUp.Milliseconds)
        {
            Advance(engine, signals);
        }

        GC.Collect();
        var (allocated, updates, steps) = (GC.GetAllocatedBytesForCurrentThread(), engine.VehicleUpdates, 0);
        var (cpu, wall) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
        while (wall.Elapsed.TotalSeconds < seconds)
        {
            Advance(engine, signals);
            steps++;
        }

        var used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        updates = engine.VehicleUpdates - updates;
        return new
        {
            Grid = $"{side}x{side}",
            StepMs = step.Milliseconds,
            Steps = steps,
            Vehicles = engine.VehicleCount,
            VehicleUpdates = updates,
            CpuSeconds = Math.Round(used, 2),
            UpdatesPerCpuSecond = Math.Round(updates / used),
            TimesRealTime = Math.Round(steps * step.TotalSeconds / wall.Elapsed.TotalSeconds, 1),
            BytesPerStep = Math.Round((GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)steps, 1),
        };
    }

    private static void Advance(TrafficEngine engine, PlanSignals[] signals)
    {
        var now = new Duration(engine.Now.UnixMilliseconds);
        for (var i = 0; i < signals.Length; i++)
        {
            engine.SetSignals(i, signals[i].At(now));
        }

        engine.Step();
    }

    private static int Option(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
