using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>
/// One lane group for each lane at a stop line. Its movements are the ways out of the lane: one for each exit edge, however many lanes of that edge it may enter.
/// </summary>
internal sealed class LaneGroupPlan
{
    /// <summary>Discharge of one lane: HCM base rate, which SUMO's default drivers reach within 5 %.</summary>
    private static readonly VehiclesPerHour SaturationFlow = new(1900);

    /// <summary>Start-up lost time, HCM default.</summary>
    private static readonly Seconds StartUpLost = new(2);

    private readonly SumoNetwork _network;
    private readonly GroupPlan _groups;
    private readonly SumoSignal _signal;
    private readonly List<(int Lane, Way Way)> _ways = [];

    public LaneGroupPlan(SumoNetwork network, GroupPlan groups, SumoSignal signal)
    {
        (_network, _groups, _signal) = (network, groups, signal);
        var links = groups.Links;
        StopLanes = [.. links.Junctions.SelectMany(j => j.IncomingLanes).Distinct()
            .Where(lane => !lane.StartsWith(':') && network.From(lane).Any(c => c.Signal == signal.Id && groups.GroupOfLink[c.LinkIndex] >= 0))];
        for (var lane = 0; lane < StopLanes.Length; lane++)
        {
            _ways.AddRange(WaysOf(StopLanes[lane]).Select(way => (lane, way)));
        }

        LaneGroups = [.. StopLanes.Select(Make)];
    }

    /// <summary>Stop-line lane of each lane group.</summary>
    public ImmutableArray<string> StopLanes { get; }

    public ImmutableArray<LaneGroup> LaneGroups { get; }

    /// <summary>Lanes of an exit edge that the movements out of it enter, 1 from the kerb.</summary>
    public IEnumerable<int> EntryLanes(string exitEdge) =>
        _ways.Where(w => w.Way.Exit == exitEdge).SelectMany(w => w.Way.Connections).Select(c => c.ToLane + 1).Distinct().Order();

    private IEnumerable<Way> WaysOf(string lane) => _network.From(lane)
        .GroupBy(c => (c.To, Group: c.Signal == _signal.Id ? _groups.GroupOfLink[c.LinkIndex] : -1))
        .Select(g => new Way(g.Key.To, g.Key.Group, [.. g]));

    private LaneGroup Make(string lane, int index)
    {
        var ways = _ways.Where(w => w.Lane == index).Select(w => w.Way).ToArray();
        var shares = Shares(ways);
        var edge = ways[0].Connections[0].From;
        return new LaneGroup(
            index, lane, edge, 1, new Metres(Math.Round(Storage(lane), 2)), IsPocket(lane, edge), SaturationFlow, StartUpLost,
            [.. ways.Select((w, i) => Make(w, shares[i]))]);
    }

    /// <summary>Shares before anything is learned, in whole per mille.</summary>
    private static double[] Shares(Way[] ways)
    {
        var weights = ways.Select(w => Turns.Weight(w.Connections[0])).ToArray();
        var shares = weights.Select(w => Math.Round(w / weights.Sum(), 3)).ToArray();
        shares[0] = Math.Round(1 - shares.Skip(1).Sum(), 3);
        return shares;
    }

    private Movement Make(Way way, double share)
    {
        // A way without a group (always red but for the turn on red, or not signalised at all) goes after yielding whatever is shown.
        var onRed = way.Group < 0 || way.Connections.Any(c => _signal.RedChar(c.LinkIndex) == 's');
        var rivals = _ways.Where(other => other.Way.Group >= 0 && LetsGo(way, other.Way) && (onRed || !_groups.Conflict(way.Group, other.Way.Group))).ToArray();
        var permissive = way.Group >= 0 && IsAlwaysPermissive(way.Group, rivals.Select(r => r.Way.Group));
        return new Movement(way.Turn, way.Exit, permissive ? -1 : way.Group, permissive ? way.Group : -1, onRed, share)
        {
            ExitLane = way.Connections.Length == 1 ? way.Connections[0].ToLane + 1 : 0,
            YieldsTo = [.. rivals.Select(r => $"{StopLanes[r.Lane]}>{r.Way.Exit}").Distinct()],
        };
    }

    private bool LetsGo(Way way, Way other) => way != other && way.Connections.Any(c => c.Signal == _signal.Id
        && other.Connections.Any(o => o.Signal == _signal.Id && _groups.Links.Yields(c.LinkIndex, o.LinkIndex)));

    /// <summary>In every stage in which the group is green, so is somebody whom its movement lets go first.</summary>
    private bool IsAlwaysPermissive(int group, IEnumerable<int> rivals) =>
        _groups.Green.Where(stage => stage.Contains(group)).All(stage => rivals.Any(stage.Contains));

    /// <summary>The lane and those before it as long as one lane follows another without a signal between them.</summary>
    private double Storage(string lane)
    {
        const double Enough = 300;
        var length = _network.Lane(lane).Length;
        var visited = new HashSet<string> { lane };
        while (length < Enough && _network.Into(lane).Where(Turns.IsWayOn).ToArray() is [var only] && !only.IsSignalised && visited.Add(only.FromLaneId))
        {
            lane = only.FromLaneId;
            length += _network.Inside(only).Sum(l => l.Length) + _network.Lane(lane).Length;
        }

        return Math.Max(length, LaneGroup.QueuedVehicleLength.Value);
    }

    /// <summary>A lane that only turns, and begins where the lane before it also goes on into another lane of the same edge.</summary>
    private bool IsPocket(string lane, string edge) =>
        _network.From(lane).All(c => Turns.Of(c) != Turn.Through)
        && _network.Into(lane).Where(c => Turns.IsWayOn(c) && !c.IsSignalised).Any(c => _network.From(c.FromLaneId).Any(other => other.To == edge && other.ToLaneId != lane));

    /// <summary>All connections from one lane to one exit edge under one group.</summary>
    private sealed record Way(string Exit, int Group, SumoConnection[] Connections)
    {
        public Turn Turn => Turns.Of(Connections[0]);
    }
}
