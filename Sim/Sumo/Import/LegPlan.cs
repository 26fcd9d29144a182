using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>
/// Legs of one intersection: every edge that ends at its stop lines and every edge by which its movements leave, each under its own id, as the two carriageways of
/// a road with a median.
/// </summary>
internal sealed class LegPlan(SumoNetwork network, string signal, ImmutableArray<LaneGroup> laneGroups)
{
    /// <summary>Bearing is taken this far from the junction: the last metres often bend.</summary>
    private const double BearingAt = 25;

    /// <summary>Range of a crossing width that clearance formulas are made for, m.</summary>
    private const double LeastWidth = 6, MostWidth = 80;

    /// <summary>Road that belongs to a leg, m: what a corridor file accepts, and at most what sensors and plans ask for.</summary>
    private const double LeastLength = 10, MostLength = 300;

    public ImmutableArray<Approach> Build()
    {
        var entries = laneGroups.Select(g => g.Approach).Distinct().ToArray();
        var exits = laneGroups.SelectMany(g => g.Movements).Select(m => m.ExitLeg).Distinct().Except(entries).ToArray();
        var widths = entries.ToDictionary(e => e, Width);
        var widest = widths.Values.Max();
        return
        [
            .. entries.Select(e => new Approach(e, Bearing(Upstream(e)), Speed(e), 0, Length(Upstream(e)), new Metres(widths[e]))),
            .. exits.Select(e => new Approach(
                e, Bearing([network.Edge(e).Lanes[^1]], reverse: false), Speed(e), 0, Length([network.Edge(e).Lanes[^1]]), new Metres(widest))),
        ];
    }

    private MetresPerSecond Speed(string edge) =>
        new(network.Edge(edge).Lanes.Where(l => l.CarriesTraffic).Select(l => l.Speed).DefaultIfEmpty(network.Edge(edge).Lanes[0].Speed).Max());

    private static Metres Length(IEnumerable<SumoLane> lanes) => new(Math.Round(Math.Clamp(lanes.Sum(l => l.Length), LeastLength, MostLength), 2));

    /// <summary>Way inside of the junction straight on, or the longest turn where nothing goes straight on.</summary>
    private double Width(string edge)
    {
        var ways = network.Edge(edge).Lanes.SelectMany(l => network.From(l.Id)).Where(c => c.Signal == signal)
            .Select(c => (Straight: c.Direction == "s", Length: network.Inside(c).Sum(l => l.Length))).ToArray();
        var straight = ways.Where(w => w.Straight).ToArray();
        return Math.Round(Math.Clamp((straight.Length > 0 ? straight : ways).Select(w => w.Length).DefaultIfEmpty(LeastWidth).Max(), LeastWidth, MostWidth), 2);
    }

    /// <summary>Lanes from the stop line upstream, the straightest at each node, up to the next signal.</summary>
    private List<SumoLane> Upstream(string edge)
    {
        var lane = network.Edge(edge).Lanes[^1];
        var lanes = new List<SumoLane> { lane };
        while (lanes.Sum(l => l.Length) < MostLength
            && network.Into(lane.Id).Where(c => !c.IsSignalised && Turns.IsWayOn(c)).OrderBy(c => c.Direction == "s" ? 0 : 1).FirstOrDefault() is { } connection
            && network.Lane(connection.FromLaneId) is var before && !lanes.Contains(before))
        {
            lanes.Add(before);
            lane = before;
        }

        return lanes;
    }

    /// <summary>Degrees clockwise from north, seen from the junction; 0 where the network has no shapes.</summary>
    private static double Bearing(List<SumoLane> lanes, bool reverse = true)
    {
        // From the junction outwards.
        var points = lanes.SelectMany(l => reverse ? l.Shape.Reverse() : l.Shape).ToArray();
        if (points.Length < 2)
        {
            return 0;
        }

        var far = points.Skip(1).TakeWhile(p => points[0].To(p) < BearingAt).Count() + 1;
        var end = points[Math.Min(far, points.Length - 1)];
        var degrees = Math.Atan2(end.X - points[0].X, end.Y - points[0].Y) * 180 / Math.PI;
        return Math.Round((degrees + 360) % 360) % 360;
    }
}
