using System.Collections.Immutable;
using System.Net;
using Signals.Core.Units;
using Signals.Sim.Cabinet;

namespace Signals.Sim.Field;

/// <summary>How an emulated field runs in real time. Immutable.</summary>
public sealed record FieldOptions
{
    /// <summary>Seed of traffic and sensors. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Local time of day of the simulated demand at the start. Default 08:00, so that there is something to see at any hour.</summary>
    public Duration DemandAt { get; init; } = Duration.FromSeconds(8 * 3600);

    /// <summary>Step of the traffic engine. Default 200 ms.</summary>
    public Duration TrafficStep { get; init; } = new(200);

    /// <summary>Address of each cabinet, in the order of the file. Empty: loopback with free ports.</summary>
    public ImmutableArray<IPEndPoint> Cabinets { get; init; } = [];

    /// <summary>Settings of every cabinet. Default: with a start-up of flash, all red and start-up groups, about half a minute.</summary>
    public EmulatedCabinetOptions Cabinet { get; init; } = EmulatedCabinetOptions.Default;

    /// <summary>Who watches a cabinet's authority, by intersection; null for nobody.</summary>
    public Func<string, IAuthorityWitness>? WitnessOf { get; init; }

    /// <summary>Name of an intersection in its sensors' messages, by its id in the file. Default: the id; a copy of a corridor has names of its own.</summary>
    public Func<string, string> SiteOf { get; init; } = id => id;

    /// <summary>Local civil time minus UTC, for the cabinets' plans by time of day.</summary>
    public Duration LocalTimeOffset { get; init; } = Duration.Zero;
}
