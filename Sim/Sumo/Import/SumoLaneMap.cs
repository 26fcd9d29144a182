using System.Collections.Immutable;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>Where one SUMO lane lies on the way to a stop line.</summary>
/// <param name="LaneGroup">Index of the lane group that the way ends in.</param>
/// <param name="MetresToStopLine">End of the lane to the stop line along the way; 0 for the stop-line lane itself.</param>
/// <param name="Prior">
/// Probability of a vehicle in the lane to end there, 0–1, if drivers chose among the ways out of every lane as everywhere else: mostly straight on. Only a start:
/// what drivers do here is to be learned.
/// </param>
public readonly record struct SumoLaneReach(int LaneGroup, double MetresToStopLine, double Prior);

/// <summary>
/// All lanes upstream of one intersection's stop lines, within the sensors' view: through nodes without a signal, splits and merges, up to the stop line of another
/// signal (the inside of that junction included). Immutable and thread-safe.
/// </summary>
public sealed class SumoLaneMap
{
    /// <summary>Ways less likely than this are not followed.</summary>
    private const double LeastPrior = 0.005;

    private readonly SumoNetwork _network;
    private readonly double _view;
    private readonly Dictionary<string, List<SumoLaneReach>> _reaches = [];

    /// <param name="network">The network.</param>
    /// <param name="stopLanes">Id of the stop-line lane of each lane group, by its index.</param>
    /// <param name="viewMetres">How far upstream of the stop line.</param>
    internal SumoLaneMap(SumoNetwork network, ImmutableArray<string> stopLanes, double viewMetres)
    {
        _network = network;
        _view = viewMetres;
        for (var group = 0; group < stopLanes.Length; group++)
        {
            Follow(group, stopLanes[group], 0, 1);
        }

        Lanes = _reaches.ToImmutableDictionary(r => r.Key, r => r.Value.ToImmutableArray());
    }

    /// <summary>By SUMO lane id: the stop lines that it leads to.</summary>
    public ImmutableDictionary<string, ImmutableArray<SumoLaneReach>> Lanes { get; }

    /// <summary>How far upstream of the stop line the lane group can be followed within the view, m.</summary>
    public double Farthest(int laneGroup) => Math.Min(
        _view, Lanes.SelectMany(l => l.Value.Where(r => r.LaneGroup == laneGroup).Select(r => r.MetresToStopLine + _network.Lane(l.Key).Length)).Max());

    private void Follow(int group, string lane, double metres, double prior)
    {
        if (metres >= _view || prior < LeastPrior)
        {
            return;
        }

        Note(group, lane, metres, prior);
        var start = metres + _network.Lane(lane).Length;
        foreach (var connection in _network.Into(lane).Where(Turns.IsWayOn))
        {
            var end = start;
            foreach (var inside in _network.Inside(connection).Reverse())
            {
                if (end < _view)
                {
                    Note(group, inside.Id, end, prior);
                }

                end += inside.Length;
            }

            if (!connection.IsSignalised)
            {
                Follow(group, connection.FromLaneId, end, prior * Turns.Weight(connection) / _network.From(connection.FromLaneId).Where(Turns.IsWayOn).Sum(Turns.Weight));
            }
        }
    }

    /// <summary>A second way from the same lane to the same stop line adds its probability and the shorter distance counts.</summary>
    private void Note(int group, string lane, double metres, double prior)
    {
        if (!_reaches.TryGetValue(lane, out var reaches))
        {
            _reaches.Add(lane, reaches = []);
        }

        var at = reaches.FindIndex(r => r.LaneGroup == group);
        if (at < 0)
        {
            reaches.Add(new SumoLaneReach(group, metres, prior));
        }
        else
        {
            reaches[at] = new SumoLaneReach(group, Math.Min(metres, reaches[at].MetresToStopLine), Math.Min(1, reaches[at].Prior + prior));
        }
    }
}
