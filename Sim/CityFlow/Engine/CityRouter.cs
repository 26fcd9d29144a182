using System.Collections.Immutable;
using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Engine;

/// <summary>
/// Turns a route of roads into the ways (lanes and lane links) that a vehicle drives on. Without lane changes that is fixed once its first lane is
/// chosen: at each intersection it takes the link to the lane nearest its own that leads on.
/// </summary>
internal sealed class CityRouter(CityNetwork network)
{
    /// <summary>One path for each lane of the first road that can be driven to the end; empty when there is none.</summary>
    /// <param name="anchors">Roads in order; gaps are filled with the shortest way.</param>
    public ImmutableArray<int[]> Paths(IReadOnlyList<int> anchors)
    {
        if (Join(anchors) is not { Count: >= 2 } roads)
        {
            return [];
        }

        return [.. network.Roads[roads[0]].Lanes.Select(lane => Path(lane, roads)).OfType<int[]>()];
    }

    private int[]? Path(int lane, List<int> roads)
    {
        var path = new List<int> { lane };
        for (var r = 1; r < roads.Count; r++)
        {
            var next = r + 1 < roads.Count ? roads[r + 1] : -1;
            var best = -1;
            var bestShift = int.MaxValue;
            foreach (var link in network.LinksOfLane[lane])
            {
                var end = network.EndLane[link - network.LaneCount];
                var shift = Math.Abs(IndexOf(end) - IndexOf(lane));
                if (network.RoadOfLane[end] == roads[r] && (next < 0 || LeadsTo(end, next)) && shift < bestShift)
                {
                    (best, bestShift) = (link, shift);
                }
            }

            if (best < 0)
            {
                return null;
            }

            lane = network.EndLane[best - network.LaneCount];
            path.Add(best);
            path.Add(lane);
        }

        return [.. path];
    }

    private int IndexOf(int lane) => lane - network.Roads[network.RoadOfLane[lane]].FirstLane;

    private bool LeadsTo(int lane, int road) =>
        network.LinksOfLane[lane].Any(link => network.RoadOfLane[network.EndLane[link - network.LaneCount]] == road);

    private List<int>? Join(IReadOnlyList<int> anchors)
    {
        var roads = new List<int>();
        foreach (var anchor in anchors)
        {
            if (roads.Count == 0)
            {
                roads.Add(anchor);
            }
            else if (roads[^1] != anchor)
            {
                if (Shortest(roads[^1], anchor) is not { } leg)
                {
                    return null;
                }

                roads.AddRange(leg);
            }
        }

        return roads;
    }

    /// <summary>Shortest way by road length from after one road to another, both ends named.</summary>
    private List<int>? Shortest(int from, int to)
    {
        var distance = new Dictionary<int, double> { [from] = 0 };
        var before = new Dictionary<int, int>();
        var queue = new PriorityQueue<int, double>();
        var done = new HashSet<int>();
        queue.Enqueue(from, 0);
        while (queue.TryDequeue(out var road, out _))
        {
            if (road == to)
            {
                return Trace(before, from, to);
            }

            if (!done.Add(road))
            {
                continue;
            }

            foreach (var movement in network.Intersections[network.Roads[road].End].Movements.Where(m => m.From == road))
            {
                var reached = distance[road] + network.Lengths[network.Roads[movement.To].FirstLane];
                if (!distance.TryGetValue(movement.To, out var known) || reached < known)
                {
                    (distance[movement.To], before[movement.To]) = (reached, road);
                    queue.Enqueue(movement.To, reached);
                }
            }
        }

        return null;
    }

    private static List<int> Trace(Dictionary<int, int> before, int from, int to)
    {
        var leg = new List<int> { to };
        while (before[leg[^1]] != from)
        {
            leg.Add(before[leg[^1]]);
        }

        leg.Reverse();
        return leg;
    }
}
