using System.Diagnostics;
using Signals.Sim.CityFlow;
using Signals.Sim.CityFlow.Engine;

namespace Signals.Benchmarks;

/// <summary>The CityFlow engine on one city: hours of 3,600 steps of 1 s under its phases 1 to 4 in turn, 25 s each after 5 s of change.</summary>
internal static class CityFlowCase
{
    private const int Steps = 3600;
    private const int PhaseSeconds = 30;
    private const int ChangeSeconds = 5;

    public static object Measure(string folder, int seconds)
    {
        var city = City.Load(new DirectoryInfo(folder));
        RunHour(city);
        GC.Collect();
        var (allocated, updates, hours) = (GC.GetAllocatedBytesForCurrentThread(), 0L, 0);
        var (cpu, wall) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
        for (; wall.Elapsed.TotalSeconds < seconds; hours++)
        {
            updates += RunHour(city);
        }

        var used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        return new
        {
            City = city.Name,
            StepMs = 1000,
            Steps = hours * Steps,
            MeanVehicles = Math.Round(updates / (double)(hours * Steps)),
            VehicleUpdates = updates,
            CpuSeconds = Math.Round(used, 2),
            UpdatesPerCpuSecond = Math.Round(updates / used),
            TimesRealTime = Math.Round(hours * Steps / wall.Elapsed.TotalSeconds, 1),
            BytesPerStep = Math.Round((GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)(hours * Steps), 1),
        };
    }

    private static long RunHour(City city)
    {
        var engine = new CityEngine(city.Network, city.Streams);
        for (var second = 0; second < Steps; second++)
        {
            foreach (var intersection in city.Network.Intersections)
            {
                if (!intersection.IsVirtual)
                {
                    var phase = second % PhaseSeconds < ChangeSeconds ? 0 : second / PhaseSeconds % intersection.LastChoice + 1;
                    engine.SetOpen(intersection.Index, intersection.Phases[phase]);
                }
            }

            engine.Advance();
        }

        return engine.VehicleUpdates;
    }
}
