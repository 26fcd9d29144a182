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

    /// <summary>A loop lies at least this far from where its lane begins, m.</summary>
    private const double FromStart = 5;

    private readonly List<Detector> _detectors = [];

    public ImmutableArray<Detector> Build()
    {
        foreach (var lane in laneGroups)
        {
            if (options.Detection == SumoDetection.Areas)
            {
                Add($"A{lane.Index + 1}", DetectorKind.Radar, DetectorRole.Area, lane.Index, MainGroup(lane), 0, options.View.Value);
            }
            else
            {
                AddLoops(lane);
            }
        }

        if (options.Detection == SumoDetection.Areas)
        {
            var exits = 0;
            foreach (var exit in laneGroups.SelectMany(g => g.Movements).Select(m => new ExitLane(m.ExitLeg, m.ExitLane)).Distinct())
            {
                Add($"X{++exits}", DetectorKind.Radar, DetectorRole.Exit, -1, -1, 0, options.View.Value, exit);
            }
        }

        return [.. _detectors];
    }

    /// <summary>A stop-line loop calls every group that serves its lane, as each of them may be wanted: one detector a group. The upstream loop only extends.</summary>
    private void AddLoops(LaneGroup lane)
    {
        foreach (var group in lane.ServedBy)
        {
            Add($"S{lane.Index + 1}-{group + 1}", DetectorKind.Loop, DetectorRole.StopLine, lane.Index, group, 0, 6);
        }

        var at = Math.Min(AdvanceAt, Math.Floor(map.Farthest(lane.Index)) - FromStart);
        if (at >= LeastAdvance)
        {
            Add($"U{lane.Index + 1}", DetectorKind.Loop, DetectorRole.Advance, lane.Index, MainGroup(lane), at, 2);
        }
    }

    /// <summary>Group of the movement that most drivers want.</summary>
    private static int MainGroup(LaneGroup lane) =>
        lane.Movements.Where(m => GroupOf(m) >= 0).OrderByDescending(m => m.Share).Select(m => GroupOf(m)).FirstOrDefault(-1);

    private static int GroupOf(Movement movement) => Math.Max(movement.ProtectedBy, movement.PermissiveUnder);

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
