using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>The area and exit zones of a corridor, and which of them each approach or exit view of a lane falls into.</summary>
internal sealed class DetectorZones
{
    private const double KphPerMetrePerSecond = 3.6;

    private readonly int[][] _ofApproach;
    private readonly int[][] _ofExit;

    public DetectorZones(Corridor corridor, ImmutableArray<LaneView> lanes)
    {
        All = [.. corridor.Intersections.SelectMany((x, i) => x.Detectors.Where(IsArea).Select(d => new DetectorZone(i, d.Index, (float)d.ZoneLength.Value, Fastest(x, d))))];
        _ofApproach = [.. lanes.Select(l => l.Approaches.Select(a => Find(corridor, a.Intersection, d => d.Role == DetectorRole.Area && d.LaneGroup == a.LaneGroup)).ToArray())];
        _ofExit =
        [
            .. lanes.Select(l => l.Exits.Select(e => Find(
                corridor, e.Intersection, d => d.Role == DetectorRole.Exit && d.ExitLeg == e.Leg && (d.ExitLane == e.Lane || d.ExitLane == 0))).ToArray()),
        ];
    }

    public ImmutableArray<DetectorZone> All { get; }

    /// <summary>Zone of an approach view, or −1 when nobody watches it.</summary>
    public int OfApproach(int lane, int view) => _ofApproach[lane][view];

    /// <summary>Zone of an exit view, or −1.</summary>
    public int OfExit(int lane, int view) => _ofExit[lane][view];

    private static bool IsArea(Detector detector) => detector.Role is DetectorRole.Area or DetectorRole.Exit;

    private static float Fastest(Intersection intersection, Detector detector)
    {
        var approach = detector.LaneGroup >= 0 ? intersection.LaneGroups[detector.LaneGroup].Approach : "";
        var speed = intersection.Approaches.Where(a => approach.Length == 0 || a.Id == approach).Select(a => a.Speed.Value).DefaultIfEmpty(0).Max();
        return (float)(speed * KphPerMetrePerSecond);
    }

    private int Find(Corridor corridor, int intersection, Func<Detector, bool> wanted)
    {
        var detector = corridor.Intersections[intersection].Detectors.FirstOrDefault(wanted);
        for (var zone = 0; detector is not null && zone < All.Length; zone++)
        {
            if (All[zone].Intersection == intersection && All[zone].Detector == detector.Index)
            {
                return zone;
            }
        }

        return -1;
    }
}

/// <summary>One zone.</summary>
/// <param name="Intersection">Index in the corridor.</param>
/// <param name="Detector">Index in the intersection.</param>
/// <param name="Length">Length of the zone along the lane, m.</param>
/// <param name="FastestKph">Speed that nothing there exceeds by much.</param>
internal readonly record struct DetectorZone(int Intersection, int Detector, float Length, float FastestKph);
