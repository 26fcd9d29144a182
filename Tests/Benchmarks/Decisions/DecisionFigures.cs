using System.Diagnostics;

namespace Signals.Benchmarks.Decisions;

/// <summary>Wall times and bytes of the decisions of one scene and tier.</summary>
internal sealed class DecisionFigures
{
    private readonly Quantiles _decide = new();
    private readonly Quantiles _cpu = new();
    private readonly Quantiles _tick = new();
    private long _bytesOfTicks;

    /// <summary>Ticks replayed, those without a decision included.</summary>
    public long Ticks { get; set; }

    /// <summary>CPU time of the replays.</summary>
    public double CpuSeconds { get; set; }

    /// <summary>Bytes that the controllers allocated in all decisions; 0 is the requirement.</summary>
    public long BytesOfDecisions { get; private set; }

    public void Add(long tick, long bytes, WatchedController controller)
    {
        _tick.Add(Microseconds(tick));
        _decide.Add(Microseconds(controller.Spent));
        _cpu.Add(controller.CpuNanoseconds / 1000.0);
        BytesOfDecisions += controller.Allocated;
        _bytesOfTicks += bytes;
    }

    public object Row(string scene, string tier, int intersections) => new
    {
        Scene = scene,
        Tier = tier,
        Intersections = intersections,
        Decisions = _decide.Count,
        DecideUs = Row(_decide),
        DecideCpuUs = Row(_cpu),
        TickUs = Row(_tick),
        BytesPerDecision = Math.Round(BytesOfDecisions / (double)_decide.Count, 2),
        BytesPerTick = Math.Round(_bytesOfTicks / (double)_tick.Count, 2),

        // All ten ticks a second of an intersection, sensing and governor included.
        IntersectionsAt1HzPerCore = Math.Round(Ticks / 10.0 / CpuSeconds),
        DecisionsPerCoreSecond = Math.Round(1e6 / _cpu.Mean),
    };

    private static object Row(Quantiles of) => new
    {
        P50 = of.Rounded(0.5),
        P99 = of.Rounded(0.99),
        P999 = of.Rounded(0.999),
        Max = of.Rounded(1),
        Mean = Math.Round(of.Mean, 1),
    };

    private static double Microseconds(long stopwatchTicks) => stopwatchTicks * 1e6 / Stopwatch.Frequency;
}
