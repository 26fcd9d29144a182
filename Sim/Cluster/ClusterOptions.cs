using Signals.Core.Units;

namespace Signals.Sim.Cluster;

/// <summary>A cluster on this machine. Immutable.</summary>
public sealed record ClusterOptions
{
    /// <summary>Controller processes; 1–9. Default 3.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>How often the corridor is there. Default once.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Give each node an equal share of the intersections as its home. Default true.</summary>
    public bool Homes { get; init; } = true;

    /// <summary>Homes of neighbours are on different nodes, so that every forecast crosses between processes. Default false: a node has a stretch of the corridor.</summary>
    public bool ScatterHomes { get; init; }

    /// <summary>Simulated traffic and sensors; without, cabinets alone. Default true.</summary>
    public bool Traffic { get; init; } = true;

    /// <summary>Encrypt cluster traffic, with certificates made for the run. Default false.</summary>
    public bool Tls { get; init; }

    /// <summary>Seed of traffic and sensors. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Local time of day of the simulated demand at the start. Default 08:00.</summary>
    public Duration DemandAt { get; init; } = Duration.FromSeconds(8 * 3600);

    /// <summary>Each node keeps its records, on a disk of its own that can be frozen and filled. Needs root. Default false: nothing is kept.</summary>
    public bool Disks { get; init; }

    /// <summary>Skip the cabinets' flash and all red at power-up. Default false.</summary>
    public bool WarmCabinets { get; init; }
}
