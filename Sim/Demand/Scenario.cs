using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Demand;

/// <summary>Who travels: everything that the traffic engine needs beside the corridor itself. Times are since local midnight.</summary>
/// <param name="Name">Title.</param>
/// <param name="Entries">Flows at the edge of the network; an entry that is not listed has none.</param>
/// <param name="Turns">Turning shares that replace the corridor file's.</param>
/// <param name="Pedestrians">Flows over crossings.</param>
/// <param name="Buses">Lines.</param>
/// <param name="Incidents">Blocked lanes.</param>
/// <param name="Surges">Demand off the plan: a factor on one entry for a while.</param>
/// <param name="TruckShare">Share of trucks among vehicles, 0–1; default 0.03.</param>
/// <param name="DailyVariation">Standard deviation of a factor drawn per seed and entry, 0–0.5; default 0.</param>
public sealed record Scenario(
    string Name,
    ImmutableArray<EntryFlow> Entries,
    ImmutableArray<TurnShares> Turns,
    ImmutableArray<PedestrianFlow> Pedestrians,
    ImmutableArray<BusLine> Buses,
    ImmutableArray<Incident> Incidents,
    ImmutableArray<Surge> Surges,
    double TruckShare = 0.03,
    double DailyVariation = 0)
{
    /// <summary>Situations of this day that controllers are compared in.</summary>
    public ImmutableArray<DemandCase> Cases { get; init; } = [];

    public static readonly Scenario Empty = new("empty", [], [], [], [], [], []);

    /// <summary>The same flow on every entry of a corridor and over every crossing.</summary>
    public static Scenario Uniform(Corridor corridor, double vehiclesPerHour, double pedestriansPerHour = 0) => Empty with
    {
        Name = $"uniform {vehiclesPerHour} veh/h",
        Entries =
        [
            .. from x in corridor.Intersections
               from a in x.Approaches
               where !corridor.Links.Any(l => l.To == x.Id && l.ToApproach == a.Id) && x.LaneGroups.Any(g => g.Approach == a.Id)
               select new EntryFlow(new ApproachRef(x.Id, a.Id), DemandProfile.Constant(vehiclesPerHour)),
        ],
        Pedestrians = pedestriansPerHour <= 0
            ? []
            : [.. from x in corridor.Intersections from c in x.Crossings select new PedestrianFlow(new ApproachRef(x.Id, c.Leg), DemandProfile.Constant(pedestriansPerHour))],
    };
}

/// <summary>An approach (or leg) of an intersection, written <c>X1.N</c> in files.</summary>
public readonly record struct ApproachRef(string Intersection, string Approach)
{
    public override string ToString() => $"{Intersection}.{Approach}";
}

/// <summary>Vehicles that enter the network on an approach without a link into it.</summary>
public sealed record EntryFlow(ApproachRef At, DemandProfile Flow);

/// <summary>Shares of left, through and right of the vehicles on an approach, from a time of day on (and until the next such entry).</summary>
public sealed record TurnShares(ApproachRef At, Duration From, ImmutableDictionary<Turn, double> Shares);

/// <summary>Pedestrians over the crossing of a leg, both directions together.</summary>
public sealed record PedestrianFlow(ApproachRef At, DemandProfile Flow);

/// <summary>A bus line.</summary>
/// <param name="Line">Name.</param>
/// <param name="From">Entry.</param>
/// <param name="Headway">Time between buses, 1–240 min.</param>
/// <param name="FirstAt">First departure.</param>
/// <param name="LastAt">No departure later than this.</param>
/// <param name="Turns">Turn at each intersection in order; through after the list ends.</param>
/// <param name="Stops">Stops on the way.</param>
public sealed record BusLine(
    string Line, ApproachRef From, Duration Headway, Duration FirstAt, Duration LastAt, ImmutableArray<Turn> Turns, ImmutableArray<BusStop> Stops);

/// <summary>A kerbside stop in the running lane.</summary>
/// <param name="At">Approach on which it lies.</param>
/// <param name="Distance">Front of the bus to the stop line.</param>
/// <param name="Dwell">Mean dwell; single dwells vary by a third.</param>
public sealed record BusStop(ApproachRef At, Metres Distance, Duration Dwell);

/// <summary>A lane blocked for a while: nobody passes the point.</summary>
/// <param name="Lane">Lane from the kerb, 1 = kerb lane.</param>
/// <param name="Distance">Upstream end of the block to the stop line.</param>
public sealed record Incident(ApproachRef At, int Lane, Metres Distance, Duration From, Duration To);

/// <summary>Demand off the plan: the flow of an entry is multiplied for a while.</summary>
public sealed record Surge(ApproachRef At, double Factor, Duration From, Duration To);
