using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Tests.Sim.Sensors;

/// <summary>A corridor whose vehicle detectors are all replaced by radars that list vehicles: one zone a lane, one an exit leg. Buttons stay.</summary>
internal static class SeenCorridor
{
    public const double View = 120;

    public static Corridor Of(Corridor corridor) => corridor with { Intersections = [.. corridor.Intersections.Select(Of)] };

    private static Intersection Of(Intersection intersection)
    {
        var detectors = intersection.Detectors.Where(d => d.Role == DetectorRole.Button).ToList();
        foreach (var group in intersection.LaneGroups)
        {
            for (var lane = 1; lane <= group.Lanes; lane++)
            {
                detectors.Add(Zone($"{group.Id}-{lane}", DetectorRole.Area, group.Index, lane, group.Movements[0].ProtectedBy));
            }
        }

        foreach (var leg in intersection.LaneGroups.SelectMany(g => g.Movements).Select(m => m.ExitLeg).Distinct())
        {
            detectors.Add(Zone($"exit-{leg}", DetectorRole.Exit, -1, 0, -1) with { ExitLeg = leg });
        }

        return intersection with { Detectors = [.. detectors.Select((d, i) => d with { Index = i, Channel = i + 1, SensorLane = i })] };
    }

    private static Detector Zone(string id, DetectorRole role, int laneGroup, int lane, int group) =>
        new(0, id, 0, DetectorKind.Radar, role, laneGroup, lane, group, Metres.Zero, new Metres(View), "radar", 0);
}
