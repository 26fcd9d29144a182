using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Traffic;

namespace Signals.Sim.Training.Corridors;

/// <summary>
/// Draws small corridors that differ in what a forecast depends on: spacing, speed, lanes, pockets, saturation flow, where detectors lie and whether there are any
/// upstream, cycle, splits and offsets. The same seed gives the same corridor.
/// </summary>
public sealed class CorridorSampler
{
    private static readonly (int Rows, int Columns)[] Shapes = [(1, 2), (1, 3), (1, 3), (2, 2)];

    private SeededRandom _random;

    private CorridorSampler(ulong seed) => _random = new SeededRandom(SeededRandom.Derive(seed, 0xC0441D04));

    /// <summary>A corridor of two to four intersections.</summary>
    public static Corridor Draw(ulong seed) => new CorridorSampler(seed).Draw(FormattableString.Invariant($"sampled {seed}"));

    private Corridor Draw(string name)
    {
        var (rows, columns) = Shapes[Whole(0, Shapes.Length)];
        var grid = GridCorridor.Build(rows, columns);
        var speed = MetresPerSecond.FromKph(Between(40, 75));
        var side = MetresPerSecond.FromKph(Between(35, 55));
        var sideLanes = Whole(1, 3);
        var spacings = new Dictionary<(string, string), Metres>();
        var links = grid.Links.Select(link =>
        {
            var ends = string.CompareOrdinal(link.From, link.To) < 0 ? (link.From, link.To) : (link.To, link.From);
            if (!spacings.TryGetValue(ends, out var length))
            {
                spacings[ends] = length = new Metres(Between(150, 550));
            }

            return link with { Length = length, Speed = IsMain(link.ToApproach) ? speed : side, Lanes = IsMain(link.ToApproach) ? link.Lanes : sideLanes };
        }).ToImmutableArray();
        var cycle = Whole(15, 26) * 5;
        return grid with
        {
            Name = name,
            Links = links,
            Intersections = [.. grid.Intersections.Select(x => Vary(x, links, speed, side, cycle, sideLanes))],
        };
    }

    private Intersection Vary(Intersection intersection, ImmutableArray<Link> links, MetresPerSecond main, MetresPerSecond side, int cycle, int sideLanes)
    {
        var pocket = new Metres(Between(25, 90));
        var setBack = Between(40, 140);
        var sideSeesAhead = Share() < 0.6;
        var countsAtLine = Share() < 0.7;
        var saturation = Between(1500, 1950);
        var lengths = intersection.Approaches.ToDictionary(a => a.Id, a => LengthOf(intersection, a, links));
        return intersection with
        {
            Approaches = [.. intersection.Approaches.Select(a => a with { Length = lengths[a.Id], Speed = IsMain(a.Id) ? main : side })],
            LaneGroups = [.. intersection.LaneGroups.Select(g => Vary(g, lengths[g.Approach], pocket, saturation, sideLanes))],
            Detectors = Detectors(intersection, setBack, sideSeesAhead, countsAtLine),
            Plans = [Plan(cycle)],
        };
    }

    /// <summary>Pockets share one length; a pocket is never longer than its road.</summary>
    private LaneGroup Vary(LaneGroup group, Metres approach, Metres pocket, double saturation, int sideLanes) => group with
    {
        Storage = group.IsPocket ? pocket : approach,
        Lanes = group.IsPocket ? 1 : IsMain(group.Approach) ? 2 : sideLanes,
        SaturationFlowPerLane = new VehiclesPerHour(saturation - (group.IsPocket ? 100 : 0)),
        Movements = group.IsPocket ? group.Movements : Turns(group.Movements),
    };

    private ImmutableArray<Movement> Turns(ImmutableArray<Movement> movements)
    {
        var right = Between(0.05, 0.3);
        return [.. movements.Select(m => m with { Share = m.Turn == Turn.Right ? right : 1 - right })];
    }

    private Metres LengthOf(Intersection intersection, Approach approach, ImmutableArray<Link> links)
    {
        var link = links.FirstOrDefault(l => l.To == intersection.Id && l.ToApproach == approach.Id);
        return link is null ? new Metres(Between(100, 350)) : new Metres(link.Length.Value - 40);
    }

    /// <summary>Presence at every line; advance zones on the main street and perhaps on the side street; counting zones at the lines, or none.</summary>
    private static ImmutableArray<Detector> Detectors(Intersection intersection, double setBack, bool sideSeesAhead, bool countsAtLine)
    {
        var kept = intersection.Detectors
            .Where(d => d.Role != DetectorRole.Advance || sideSeesAhead || IsMain(intersection.LaneGroups[d.LaneGroup].Approach))
            .Select(d => d.Role == DetectorRole.Advance ? d with { DistanceToStopLine = new Metres(setBack) } : d);
        var counting = intersection.Detectors
            .Where(d => d.Role == DetectorRole.StopLine && countsAtLine)
            .Select(d => d with { Id = d.Id + "-count", Role = DetectorRole.Count, ZoneLength = new Metres(1.5), Sensor = "count-" + d.Sensor });
        return [.. kept.Concat(counting).Select((d, i) => d with { Index = i, Channel = i + 1 })];
    }

    /// <summary>Both rings alike; left turns get an eighth to a fifth of the cycle, the main street more of the rest than the side street.</summary>
    private TimingPlan Plan(int cycle)
    {
        var left = (int)(cycle * Between(0.125, 0.2));
        var rest = cycle - 2 * left;
        var main = Math.Clamp((int)(rest * Between(0.5, 0.68)), 22, rest - 22);
        ImmutableArray<int> lengths = [left, main, left, rest - main];
        return new TimingPlan(
            1, Duration.FromSeconds(cycle), Duration.FromSeconds(Whole(0, cycle)),
            [.. Enumerable.Range(1, 8).Select(p => new Split(p, Duration.FromSeconds(lengths[(p - 1) % 4])))], [2, 6], TransitionMode.ShortWay);
    }

    private static bool IsMain(string approach) => approach is "E" or "W";

    private double Share() => _random.NextDouble();

    private double Between(double from, double to) => from + (to - from) * _random.NextDouble();

    private int Whole(int from, int below) => from + (int)((below - from) * _random.NextDouble());
}
