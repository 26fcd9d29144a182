using System.Collections.Immutable;
using Signals.Controller.Service;

namespace Signals.Sim.Cluster;

/// <summary>How a cluster of one size fared on this machine.</summary>
/// <param name="Intersections">All of them.</param>
/// <param name="SettledAfterS">From the start of the processes until every cabinet was commanded from its home, seconds; null when the patience ended before.</param>
/// <param name="Nodes">What each node did and used in the time that was measured.</param>
/// <param name="FieldProcessorS">CPU time of the emulated roadside in that time, seconds: not the product's.</param>
/// <param name="MachineBusy">Share of the machine's processors that was busy, 0–1, whoever used them.</param>
/// <param name="Processors">Cores.</param>
/// <param name="MemoryLeft">Share of the machine's memory that was available at the end, 0–1.</param>
/// <param name="Accepted">Commands that cabinets accepted.</param>
/// <param name="FromTwoOwners">Commands accepted although another owner held the epoch.</param>
/// <param name="Findings">Conflicting or short indications seen by the monitors.</param>
/// <param name="Remote">Cabinets under remote control at the end.</param>
public sealed record ScaleResult(
    int Intersections, double? SettledAfterS, ImmutableArray<NodeMeasures> Nodes, double FieldProcessorS, double MachineBusy, int Processors, double MemoryLeft,
    long Accepted, long FromTwoOwners, long Findings, int Remote)
{
    /// <summary>Share of missed ticks beyond which a size is too large.</summary>
    public const double MostMissed = 0.001;

    /// <summary>Lateness of a tick's begin at the 99th percentile beyond which a size is too large: a whole period.</summary>
    public const double LatestBeginMs = 100;

    private double Seconds => Nodes.Length == 0 ? 0 : Nodes.Average(n => n.Seconds);

    /// <summary>Cores that all nodes together kept busy.</summary>
    public double NodeCores => Nodes.Sum(n => n.ProcessorS) / Math.Max(1e-9, Seconds);

    /// <summary>Cores that the emulated roadside kept busy.</summary>
    public double FieldCores => FieldProcessorS / Math.Max(1e-9, Seconds);

    /// <summary>CPU time of the product, milliseconds for each intersection and second.</summary>
    public double MsPerIntersection => NodeCores * 1000 / Intersections;

    /// <summary>Resident memory of all nodes for each intersection, kilobytes.</summary>
    public double KilobytesPerIntersection => Nodes.Sum(n => n.MemoryBytes) / 1e3 / Intersections;

    /// <summary>Share of ticks that no intersection computed.</summary>
    public double Missed => Nodes.Sum(n => (double)n.TicksMissed) / Math.Max(1, Nodes.Sum(n => n.TicksRun + n.TicksMissed));

    /// <summary>Worst node's lateness of tick begins at the 99th percentile.</summary>
    public double BeganP99Ms => Nodes.Length == 0 ? double.PositiveInfinity : Nodes.Max(n => n.TickBeganMs.P99);

    /// <summary>Nothing happened that must never happen.</summary>
    public bool IsSafe => FromTwoOwners == 0 && Findings == 0;

    /// <summary>Everybody is controlled, and in time.</summary>
    public bool IsBorne => SettledAfterS is not null && IsSafe && Remote == Intersections && Missed <= MostMissed && BeganP99Ms <= LatestBeginMs;

    /// <summary>What there was least of.</summary>
    public string ScarcestPart => MachineBusy >= 0.9 ? "processor"
        : MemoryLeft <= 0.1 ? "memory"
        : SettledAfterS is null ? "start of the shards"
        : "nothing";
}
