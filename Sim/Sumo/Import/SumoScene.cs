using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>A SUMO network in our model. Immutable.</summary>
/// <param name="Network">What it was made from.</param>
/// <param name="Corridor">The corridor that our controllers run.</param>
/// <param name="Intersections">Its intersections with what links them to SUMO, in the corridor's order.</param>
public sealed record SumoScene(SumoNetwork Network, Corridor Corridor, ImmutableArray<SumoIntersection> Intersections);

/// <summary>One intersection with its counterpart in SUMO.</summary>
/// <param name="Intersection">Our model.</param>
/// <param name="Signal">Groups to state string.</param>
/// <param name="StopLanes">SUMO lane id at the stop line of each lane group, by its index.</param>
/// <param name="Lanes">Lanes upstream of the stop lines.</param>
/// <param name="Exits">Lanes downstream, in the order of <see cref="Core.Sensing.Picture.ExitLane.Of"/>.</param>
/// <param name="Junctions">SUMO junctions that the traffic light controls, with their centres.</param>
public sealed record SumoIntersection(
    Intersection Intersection, SumoSignal Signal, ImmutableArray<string> StopLanes, SumoLaneMap Lanes, ImmutableArray<SumoExit> Exits,
    ImmutableArray<SumoJunction> Junctions);
