using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Signals.Core.Model;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>
/// Makes a corridor of a SUMO network: one intersection for each traffic light whose program switches anything. Conflicts come from the junctions' request tables
/// and the network's own program, timing from the options, everything else from the geometry; nothing is known of particular networks.
/// </summary>
public static class SumoImport
{
    /// <summary>First UDP/TCP port number written for cabinets; every intersection gets the next one.</summary>
    private const int FirstPort = 15100;

    /// <exception cref="SumoFormatException">The network contradicts itself, has no traffic light, or one is larger than a cabinet.</exception>
    /// <exception cref="ArgumentException">The options name no known timing standard.</exception>
    public static SumoScene Build(SumoNetwork network, SumoImportOptions options)
    {
        var names = new UniqueNames();
        var made = ImmutableArray.CreateBuilder<SumoIntersection>();
        foreach (var links in SignalLinks.Gather(network))
        {
            if (GroupPlan.Of(links, options.MinimumGreen.TotalSeconds) is { } groups && One(network, groups, options, names, made.Count + 1) is { } intersection)
            {
                made.Add(intersection);
            }
        }

        if (made.Count == 0)
        {
            throw new SumoFormatException($"{network.Path}: no traffic light with a program that switches; there is nothing to control");
        }

        ImmutableArray<Intersection> all = [.. made.Select(m => m.Intersection)];
        var walk = new NeighbourWalk(network, all, options.NeighbourReach.Value);
        var name = Path.GetFileName(network.Path).Split('.')[0];
        var corridor = new Corridor(
            name, options.Standard, "Etc/UTC", network.LeftHand ? TrafficSide.Left : TrafficSide.Right, all, walk.Links(all), HashOf(network));
        return new SumoScene(network, corridor, made.ToImmutable());
    }

    private static SumoIntersection? One(SumoNetwork network, GroupPlan groups, SumoImportOptions options, UniqueNames names, int device)
    {
        var signal = new SumoSignal(groups);
        var lanes = new LaneGroupPlan(network, groups, signal);
        if (lanes.LaneGroups.IsEmpty)
        {
            return null;
        }

        var map = new SumoLaneMap(network, lanes.StopLanes, options.View.Value);
        var legs = new LegPlan(network, signal.Id, lanes.LaneGroups).Build();
        var crossings = Crossings(network, groups, legs);
        var timings = new GroupTimings(groups, lanes.LaneGroups, legs, crossings, options);
        var stages = StagesOf(groups);
        var intersection = new Intersection(
            names.Make(signal.Id), signal.Id, device, legs, lanes.LaneGroups, timings.Groups, crossings, new StageSequence(stages), timings.Intergreens,
            stages[0].Groups.IsEmpty ? stages[0].PedestrianGroups : stages[0].Groups, new DetectorPlan(options, lanes.LaneGroups, map).Build(), PlansOf(groups, timings, stages), Schedule: [],
            new CabinetEndpoint(CabinetTransport.Tcp, "127.0.0.1", FirstPort + device, 1, "signals-v1"), ControlSettings.Default);
        var exits = ExitLane.Of(intersection)
            .Select(e => SumoExit.Of(network, e, e.Lane > 0 ? [e.Lane] : lanes.EntryLanes(e.Leg), options.View.Value));
        return new SumoIntersection(intersection, signal, lanes.StopLanes, map, [.. exits], [.. groups.Links.Junctions]);
    }

    private static ImmutableArray<Stage> StagesOf(GroupPlan groups) =>
        [.. groups.Green.Select((green, i) => new Stage(
            i + 1, $"stage {i + 1}", Where(green, g => !groups.OnFoot[g]), Where(green, g => groups.OnFoot[g])))];

    private static GroupSet Where(GroupSet set, Func<int, bool> condition)
    {
        var chosen = GroupSet.Empty;
        foreach (var group in set)
        {
            chosen = condition(group) ? chosen.With(group) : chosen;
        }

        return chosen;
    }

    /// <summary>
    /// The program's own plan, each stage at least as long as its minimum green and change. None when the cycle is outside of what a plan may have, 20–300 s: the phases
    /// of a dual-ring program follow each other only in the file.
    /// </summary>
    private static ImmutableArray<TimingPlan> PlansOf(GroupPlan groups, GroupTimings timings, ImmutableArray<Stage> stages)
    {
        var splits = groups.Stages.Select((s, i) => new Split(
            i + 1, Duration.Max(Tenths(s.Seconds), LeastSplit(stages[i].Groups | stages[i].PedestrianGroups, timings)))).ToArray();
        var cycle = splits.Aggregate(Duration.Zero, (sum, s) => sum + s.Length);
        if (cycle < Duration.FromSeconds(20) || cycle > Duration.FromSeconds(300))
        {
            return [];
        }

        var offset = Tenths(groups.Links.Program.Offset + groups.Stages[0].Begin).Milliseconds % cycle.Milliseconds;
        var from = new Duration(offset < 0 ? offset + cycle.Milliseconds : offset);
        return [new TimingPlan(1, cycle, from, [.. splits], [stages[0].Number], TransitionMode.ShortWay)];
    }

    private static Duration LeastSplit(GroupSet green, GroupTimings timings)
    {
        var least = Duration.Zero;
        foreach (var group in green)
        {
            var timing = timings.Groups[group].Timing;
            least = Duration.Max(least, timing.MinGo + timing.Clearance + timing.RedClearance);
        }

        return least;
    }

    private static Duration Tenths(double seconds) => Duration.FromSeconds(Math.Round(seconds, 1));

    /// <summary>Crossings on foot; each belongs to the leg whose stop line it lies at, else to the nearest.</summary>
    private static ImmutableArray<Crossing> Crossings(SumoNetwork network, GroupPlan groups, ImmutableArray<Approach> legs)
    {
        // Waiting place to kerb where there is no button, MUTCD 11 §4I.06.
        var setback = new Metres(1.83);
        var crossings = ImmutableArray.CreateBuilder<Crossing>();
        for (var link = 0; link < groups.Links.Count; link++)
        {
            if (groups.GroupOfLink[link] is var group and >= 0 && groups.OnFoot[group])
            {
                var lane = network.Lane(groups.Links.Connections[link][0].ToLaneId);
                var centre = groups.Links.Junctions[0].Centre;
                crossings.Add(new Crossing(LegAt(legs, lane, centre), group, new Metres(Math.Max(lane.Length, 2)), setback));
            }
        }

        return crossings.ToImmutable();
    }

    private static string LegAt(ImmutableArray<Approach> legs, SumoLane crossing, SumoPoint centre)
    {
        var middle = crossing.Shape.IsEmpty ? centre : new SumoPoint(crossing.Shape.Average(p => p.X), crossing.Shape.Average(p => p.Y));
        var bearing = (Math.Atan2(middle.X - centre.X, middle.Y - centre.Y) * 180 / Math.PI + 360) % 360;
        return legs.MinBy(l => Math.Abs((l.BearingDegrees - bearing + 540) % 360 - 180))!.Id;
    }

    /// <summary>Of what the corridor was made from; two imports of equal networks are equal.</summary>
    private static string HashOf(SumoNetwork network)
    {
        var text = new StringBuilder();
        foreach (var program in network.Programs)
        {
            text.Append(program.Signal).Append(program.Offset).AppendJoin(';', program.Phases);
        }

        text.AppendJoin(';', network.Connections).AppendJoin(';', network.Edges.SelectMany(e => e.Lanes).Select(l => (l.Id, l.Length, l.Speed)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
