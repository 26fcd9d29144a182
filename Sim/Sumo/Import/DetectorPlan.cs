using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Sim.Sumo.Import;

/// <summary>Sensors of one imported intersection: one zone a lane and exit, or loops.</summary>
internal sealed class DetectorPlan(SumoImportOptions options, ImmutableArray<LaneGroup> laneGroups, SumoLaneMap map)
{
    /// <summary>Upstream loop, m from the stop line: three seconds at 50 km/h, beyond the queue of a short red.</summary>
    private const double AdvanceAt = 45;

    /// <summary>Nearer than this a second loop says nothing that the first does not.</summary>
    private const double LeastAdvance = 15;

    private readonly List<Detector> _detectors = [];

    public ImmutableArray<Detector> Build()
    {
        foreach (var lane in laneGroups)
        {
            if (options.Detection == SumoDetection.Areas)
            {
                Add($"area-{lane.Id}", DetectorKind.Radar, DetectorRole.Area, lane.Index, FirstGroup(lane), 0, options.View.Value);
            }
            else
            {
                AddLoops(lane);
            }
        }

        if (options.Detection == SumoDetection.Areas)
        {
            foreach (var exit in laneGroups.SelectMany(g => g.Movements).Select(m => new ExitLane(m.ExitLeg, m.ExitLane)).Distinct())
            {
                Add($"exit-{exit.Leg}-{exit.Lane}", DetectorKind.Radar, DetectorRole.Exit, -1, -1, 0, options.View.Value, exit);
            }
        }

        return [.. _detectors];
    }

    private void AddLoops(LaneGroup lane)
    {
        Add($"stop-{lane.Id}", DetectorKind.Loop, DetectorRole.StopLine, lane.Index, FirstGroup(lane), 0, 6);
        var seen = map.Lanes.Values.SelectMany(r => r).Where(r => r.LaneGroup == lane.Index).Max(r => r.MetresToStopLine);
        var at = Math.Min(AdvanceAt, Math.Max(seen, lane.Storage.Value) - 5);
        if (at >= LeastAdvance)
        {
            Add($"advance-{lane.Id}", DetectorKind.Loop, DetectorRole.Advance, lane.Index, FirstGroup(lane), at, 2);
        }
    }

    private static int FirstGroup(LaneGroup lane)
    {
        foreach (var group in lane.ServedBy)
        {
            return group;
        }

        return -1;
    }

    /// <remarks>A cabinet has 64 channels; object lists do not need one, so that larger intersections share them.</remarks>
    private void Add(string id, DetectorKind kind, DetectorRole role, int laneGroup, int group, double at, double length, ExitLane exit = default)
    {
        const int Channels = 64;
        var index = _detectors.Count;
        _detectors.Add(new Detector(
            index, id, index % Channels + 1, kind, role, laneGroup, laneGroup < 0 ? 0 : 1, group, new Metres(at), new Metres(length),
            kind == DetectorKind.Radar ? "radar" : "loops", index + 1)
        {
            ExitLeg = exit.Leg ?? "",
            ExitLane = exit.Lane,
        });
    }
}
