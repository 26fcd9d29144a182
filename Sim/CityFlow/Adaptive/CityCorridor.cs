using System.Collections.Immutable;
using System.Numerics;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Adaptive;

/// <summary>
/// A CityFlow network as a corridor of ours: a lane group for each lane with a signal, a signal group for each movement, a stage for each of the network's
/// first four phases, and a radar over every entering and leaving lane. Movements that phase 0 opens (right turns) are always free; they have no signal, so
/// lanes with nothing else are left out.
/// </summary>
internal sealed class CityCorridor
{
    /// <summary>Yellow within the change, s; the rest of it is red clearance.</summary>
    private const int LongestYellow = 3;

    /// <summary>The published controllers know neither: these bounds are wide enough not to matter, and finite as everything of ours.</summary>
    private static readonly GroupDemand Demand = GroupDemand.Default with { MaxGreen = Duration.FromSeconds(120), MaxWait = Duration.FromSeconds(300) };

    private readonly CityNetwork _network;
    private readonly Duration _change;
    private readonly Duration _minimumGreen;

    /// <param name="network">The city.</param>
    /// <param name="change">From the end of a green to the start of one that conflicts.</param>
    /// <param name="minimumGreen">Least green.</param>
    public CityCorridor(CityNetwork network, Duration change, Duration minimumGreen)
    {
        (_network, _change, _minimumGreen) = (network, change, minimumGreen);
        Signalised = [.. network.Intersections.Where(x => !x.IsVirtual).Select(x => new CityMap(network, x))];
        Corridor = new Corridor(
            "CityFlow network", "gb", "Etc/UTC", TrafficSide.Right, [.. Signalised.Select(Build)], [.. network.Roads.SelectMany(LinksOf)], "cityflow");
    }

    public Corridor Corridor { get; }

    /// <summary>What belongs to what, one entry an intersection of the corridor.</summary>
    public ImmutableArray<CityMap> Signalised { get; }

    private Intersection Build(CityMap map, int index) => new(
        map.Intersection.Id, map.Intersection.Id, index + 1,
        [.. map.Lanes.Select(l => _network.RoadOfLane[l]).Distinct().Select(r => ApproachOf(_network.Roads[r]))],
        [.. map.Lanes.Select((lane, g) => LaneGroupOf(map, lane, g))],
        [.. map.Movements.Select((m, g) => Group(g, map.Intersection.Movements[m]))],
        [], new StageSequence([.. map.Stages.Select((groups, s) => new Stage(s + 1, $"phase {s + 1}", groups, GroupSet.Empty))]),
        Intergreens(map), map.Stages[0], [.. Detectors(map)], [], [],
        new CabinetEndpoint(CabinetTransport.Tcp, "127.0.0.1", 15020, 1, "signals-v1"), ControlSettings.Default);

    private Approach ApproachOf(CityRoad road)
    {
        var bearing = (_network.Intersections[road.Start].Position - _network.Intersections[road.End].Position).BearingDegrees;
        return new Approach(
            road.Id, Math.Floor(bearing), new MetresPerSecond(_network.SpeedLimits[road.FirstLane]), 0, new Metres(_network.Lengths[road.FirstLane]),
            new Metres(2 * _network.Intersections[road.End].Width));
    }

    private LaneGroup LaneGroupOf(CityMap map, int lane, int index)
    {
        var movements = map.MovementsOf(lane);
        return new LaneGroup(
            index, $"{_network.Roads[_network.RoadOfLane[lane]].Id}_{lane - _network.Roads[_network.RoadOfLane[lane]].FirstLane}",
            _network.Roads[_network.RoadOfLane[lane]].Id, 1, new Metres(_network.Lengths[lane]), false, new VehiclesPerHour(1900), new Seconds(2),
            [.. movements.Select(m => MovementOf(map, m, 1.0 / movements.Length))]);
    }

    private static Movement MovementOf(CityMap map, int movement, double share)
    {
        var own = map.Intersection.Movements[movement];
        var turn = own.Turn switch { CityTurn.Left => Turn.Left, CityTurn.Right => Turn.Right, _ => Turn.Through };
        return new Movement(turn, map.LegOf(own.To), map.GroupOf(movement), -1, OnRed: map.GroupOf(movement) < 0, share);
    }

    private SignalGroup Group(int index, CityMovement movement)
    {
        var yellow = Duration.Min(_change, Duration.FromSeconds(LongestYellow));
        return new SignalGroup(
            index, $"G{index + 1}", movement.Turn == CityTurn.Left ? SignalGroupKind.TurnArrow : SignalGroupKind.Vehicle,
            new GroupTiming(_minimumGreen, yellow, _change - yellow, Duration.Zero), Demand);
    }

    /// <summary>Only what one of the phases shows together may be green together.</summary>
    private IntergreenMatrix Intergreens(CityMap map)
    {
        var count = map.Movements.Length;
        var times = from a in Enumerable.Range(0, count)
                    from b in Enumerable.Range(0, count)
                    select a == b || map.Stages.Any(s => s.Contains(a) && s.Contains(b)) ? (Duration?)null : _change;
        return new IntergreenMatrix(count, [.. times]);
    }

    private IEnumerable<Detector> Detectors(CityMap map)
    {
        for (var g = 0; g < map.Lanes.Length; g++)
        {
            var group = map.MovementsOf(map.Lanes[g]).Select(map.GroupOf).FirstOrDefault(x => x >= 0, -1);
            yield return Zone(CityMap.DetectorOfLane(g), $"in-{g + 1}", DetectorRole.Area, g, 1, group, map.Lanes[g]);
        }

        for (var e = 0; e < map.ExitLanes.Length; e++)
        {
            var road = _network.Roads[_network.RoadOfLane[map.ExitLanes[e]]];
            yield return Zone(map.DetectorOfExit(e), $"out-{e + 1}", DetectorRole.Exit, -1, 0, -1, map.ExitLanes[e]) with
            {
                ExitLeg = map.LegOf(road.Index),
                ExitLane = road.FirstLane + road.LaneCount - map.ExitLanes[e],
            };
        }
    }

    private Detector Zone(int index, string id, DetectorRole role, int laneGroup, int lane, int group, int way)
    {
        const int Channels = 64;
        return new Detector(
            index, id, index % Channels + 1, DetectorKind.Radar, role, laneGroup, lane, group, new Metres(0), new Metres(_network.Lengths[way]), "radar", index + 1);
    }

    private IEnumerable<Link> LinksOf(CityRoad road)
    {
        var from = Signalised.FirstOrDefault(m => m.Intersection.Index == road.Start);
        var to = Signalised.FirstOrDefault(m => m.Intersection.Index == road.End);
        return from is null || to is null
            ? []
            : [new Link(
                from.Intersection.Id, from.LegOf(road.Index), to.Intersection.Id, road.Id, new Metres(road.Length),
                new MetresPerSecond(_network.SpeedLimits[road.FirstLane]), road.LaneCount)];
    }
}

/// <summary>Which lanes, movements and phases of a city's intersection are which lane groups, groups and stages of ours.</summary>
internal sealed class CityMap
{
    private readonly CityNetwork _network;
    private readonly int[] _groupOfMovement;

    public CityMap(CityNetwork network, CityIntersection intersection)
    {
        (_network, Intersection) = (network, intersection);
        var free = intersection.Phases[0];
        Movements = [.. Enumerable.Range(0, intersection.Movements.Length).Where(m => (free >> m & 1) == 0 && IsServed(m))];
        _groupOfMovement = [.. Enumerable.Range(0, intersection.Movements.Length).Select(m => Movements.IndexOf(m))];
        Stages = [.. Enumerable.Range(1, intersection.LastChoice).Select(p => GroupsOf(intersection.Served(p)))];
        Lanes = [.. network.LanesInto(intersection.Index).Where(l => MovementsOf(l).Any(m => GroupOf(m) >= 0))];
        ExitLanes = [.. network.Roads.Where(r => r.Start == intersection.Index).SelectMany(r => r.Lanes)];
    }

    public CityIntersection Intersection { get; }

    /// <summary>Movement of each signal group.</summary>
    public ImmutableArray<int> Movements { get; }

    /// <summary>Groups of each stage.</summary>
    public ImmutableArray<GroupSet> Stages { get; }

    /// <summary>Lane of each lane group.</summary>
    public ImmutableArray<int> Lanes { get; }

    /// <summary>Lanes by which traffic leaves.</summary>
    public ImmutableArray<int> ExitLanes { get; }

    public static int DetectorOfLane(int laneGroup) => laneGroup;

    public int DetectorOfExit(int exit) => Lanes.Length + exit;

    /// <summary>Signal group of a movement, or −1 when it is always free.</summary>
    public int GroupOf(int movement) => _groupOfMovement[movement];

    /// <summary>Movements that begin on a lane.</summary>
    public int[] MovementsOf(int lane) => [.. _network.LinksOfLane[lane].Select(l => _network.MovementOfLink[l - _network.LaneCount]).Distinct()];

    /// <summary>Name of the leg by which a road leaves: the road that comes from the same node, or its own where there is none.</summary>
    public string LegOf(int road)
    {
        var leaving = _network.Roads[road];
        return (_network.Roads.FirstOrDefault(r => r.Start == leaving.End && r.End == leaving.Start) ?? leaving).Id;
    }

    /// <summary>Movements that are open while a set of groups is green.</summary>
    public ulong Open(GroupSet green)
    {
        var open = Intersection.Phases[0];
        foreach (var group in green)
        {
            open |= 1UL << Movements[group];
        }

        return open;
    }

    private bool IsServed(int movement) =>
        Enumerable.Range(1, Intersection.LastChoice).Any(p => (Intersection.Phases[p] >> movement & 1) != 0);

    private GroupSet GroupsOf(ulong movements)
    {
        var groups = GroupSet.Empty;
        for (var left = movements; left != 0; left &= left - 1)
        {
            groups = groups.With(_groupOfMovement[BitOperations.TrailingZeroCount(left)]);
        }

        return groups;
    }
}
