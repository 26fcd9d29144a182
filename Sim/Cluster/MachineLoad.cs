using System.Globalization;

namespace Signals.Sim.Cluster;

/// <summary>What Linux says about the whole machine.</summary>
/// <param name="Busy">Time that processors worked since boot, in the kernel's ticks.</param>
/// <param name="Total">The same with the time that they were idle.</param>
internal readonly record struct MachineLoad(long Busy, long Total)
{
    public static MachineLoad Now()
    {
        // "cpu  user nice system idle iowait irq softirq steal …": proc_stat(5).
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new MachineLoad(ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
    }

    /// <summary>Share of the processors that worked in between, 0–1.</summary>
    public double Since(MachineLoad earlier) => (Busy - earlier.Busy) / Math.Max(1.0, Total - earlier.Total);

    /// <summary>Share of memory that programs could still have, 0–1.</summary>
    public static double MemoryLeft()
    {
        var lines = File.ReadLines("/proc/meminfo").Take(3).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(
            words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture));
        return lines["MemAvailable:"] / lines["MemTotal:"];
    }
}
