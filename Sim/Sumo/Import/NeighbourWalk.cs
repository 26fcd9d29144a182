using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>Links of the corridor: the shortest way from each exit of a signal to the stop lines of the next ones, through nodes without a signal.</summary>
internal sealed class NeighbourWalk
{
    private readonly SumoNetwork _network;
    private readonly double _reach;
    private readonly Dictionary<string, string> _intersectionAt;

    /// <param name="network">The network.</param>
    /// <param name="intersections">All intersections.</param>
    /// <param name="reachMetres">Farthest stop line that counts.</param>
    public NeighbourWalk(SumoNetwork network, ImmutableArray<Intersection> intersections, double reachMetres)
    {
        _network = network;
        _reach = reachMetres;
        _intersectionAt = intersections.SelectMany(i => i.LaneGroups.Select(g => (g.Approach, i.Id))).Distinct().ToDictionary(p => p.Approach, p => p.Id);
    }

    /// <summary>All links, at most one out of each leg and one into each approach: the shortest.</summary>
    public ImmutableArray<Link> Links(ImmutableArray<Intersection> intersections)
    {
        var all = intersections.SelectMany(i => i.LaneGroups.SelectMany(g => g.Movements).Select(m => m.ExitLeg).Distinct().SelectMany(exit => From(i.Id, exit)));
        var outOf = all.GroupBy(l => (l.From, l.FromLeg)).Select(g => g.MinBy(l => l.Length.Value)!);
        return [.. outOf.GroupBy(l => (l.To, l.ToApproach)).Select(g => g.MinBy(l => l.Length.Value)!)];
    }

    private IEnumerable<Link> From(string from, string exit)
    {
        var open = new PriorityQueue<(string Edge, double Seconds, int Lanes), double>();
        var closed = new HashSet<string>();
        open.Enqueue((exit, 0, int.MaxValue), 0);
        while (open.TryDequeue(out var at, out var metres))
        {
            if (metres > _reach || !closed.Add(at.Edge))
            {
                continue;
            }

            var road = _network.Edge(at.Edge).Lanes.Where(l => l.CarriesTraffic).ToArray();
            if (road.Length == 0)
            {
                continue;
            }

            metres += road[0].Length;
            var seconds = at.Seconds + road[0].Length / road.Max(l => l.Speed);
            var lanes = Math.Min(at.Lanes, road.Length);
            if (_intersectionAt.TryGetValue(at.Edge, out var to))
            {
                if (to != from)
                {
                    yield return new Link(from, exit, to, at.Edge, new Metres(Math.Round(metres, 2)), new MetresPerSecond(Math.Round(metres / seconds, 2)), lanes);
                }

                continue;
            }

            foreach (var connection in road.SelectMany(l => _network.From(l.Id)).Where(c => !c.IsSignalised && Turns.IsWayOn(c)))
            {
                var inside = _network.Inside(connection);
                open.Enqueue((connection.To, seconds + inside.Sum(l => l.Length / l.Speed), lanes), metres + inside.Sum(l => l.Length));
            }
        }
    }
}
