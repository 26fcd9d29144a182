using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing.Objects;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Picture;

/// <summary>Fills the <see cref="TrafficPicture"/> of one intersection each tick: what the zones with object lists see, and what the counts imply where none looks.</summary>
internal sealed class PictureWriter
{
    private readonly TrackRegister _register;
    private readonly AreaZone[] _areas;
    private readonly ExitZone[][] _zonesOfExit;
    private readonly WatchedGroup[] _groups;
    private readonly CountedGroup[] _counted;
    private readonly LaneChoice _choice;

    public PictureWriter(Intersection intersection, ObjectTracker?[] objects, LaneGroupTracker[] counts, TrafficPicture picture)
    {
        Picture = picture;
        var own = objects.OfType<ObjectTracker>().ToArray();
        _register = new TrackRegister(own);
        _areas = [.. own.Where(t => !t.IsExit && t.Detector.LaneGroup >= 0).Select(t => new AreaZone(t))];
        Exits = [.. own.Where(t => t.IsExit).Select(t => new ExitZone(t))];
        _zonesOfExit = [.. picture.Exits.Select(x => Exits.Where(e => Watches(e.Tracker.Detector, x)).OrderBy(e => e.Tracker.Detector.ExitLane).ToArray())];
        Rights = new MovementRights(intersection);
        Lanes = [.. Enumerable.Range(0, picture.LaneCount).Select(lane => WatchOf(lane, intersection))];
        _groups = [.. intersection.LaneGroups.Select(g => new WatchedGroup(g, [.. Lanes.Where(l => l.LaneGroup == g.Index)]))];
        _choice = new LaneChoice(intersection, Lanes);
        _counted = [.. intersection.LaneGroups.Select(g => new CountedGroup(g, counts[g.Index]))];
    }

    public TrafficPicture Picture { get; }

    public MovementRights Rights { get; }

    /// <summary>Zones on lanes by which traffic leaves.</summary>
    public ExitZone[] Exits { get; }

    /// <summary>One entry a lane of the picture.</summary>
    public LaneWatch[] Lanes { get; }

    /// <summary>Matches this tick's object lists, shows the lanes that are seen and the room to leave.</summary>
    /// <param name="now">Time of the tick.</param>
    /// <param name="seconds">Time since the last tick.</param>
    /// <param name="shown">One entry a group.</param>
    /// <param name="health">One entry a detector.</param>
    public void Look(Instant now, double seconds, ReadOnlySpan<GroupStatus> shown, ReadOnlySpan<DetectorHealth> health)
    {
        Rights.Advance(shown, seconds);
        _register.TakeIn();
        foreach (var area in _areas)
        {
            area.Settle(_register, Rights);
        }

        foreach (var exit in Exits)
        {
            exit.Settle(_register, now, seconds, health[exit.Tracker.Detector.Index].IsUsable);
        }

        foreach (var lane in Lanes)
        {
            lane.Show(Picture, now, Rights.Best(lane.LaneGroup) <= MovementRight.OnRed, health);
        }

        _choice.Learn();
        _choice.Spread(Picture);

        ShowExits();
    }

    /// <summary>Estimate of a lane group from its vehicles; false when not every lane of it is seen.</summary>
    public bool TryEstimate(int laneGroup, double seconds, out LaneGroupEstimate estimate) =>
        _groups[laneGroup].TryEstimate(seconds, SaturationOf(laneGroup), 1, out estimate);

    /// <summary>Vehicles that arrived at a lane group in this tick; NaN when it is not seen.</summary>
    public double Arrived(int laneGroup) => _groups[laneGroup].Arrived;

    /// <summary>Vehicles of a lane group that crossed the stop line in this tick; NaN when it is not seen.</summary>
    public double Crossed(int laneGroup) => _groups[laneGroup].Crossed;

    /// <summary>Shows the lanes that nobody sees, by the estimates of their lane groups.</summary>
    public void Infer(ReadOnlySpan<LaneGroupEstimate> estimates)
    {
        foreach (var lane in Lanes)
        {
            if (!lane.IsSeen)
            {
                var group = lane.LaneGroup;
                _counted[group].Show(Picture, lane.Lane, estimates[group], Rights.HeldSeconds(group), Rights.GoSeconds(group));
            }
        }
    }

    private double SaturationOf(int laneGroup)
    {
        var sum = 0.0;
        foreach (var lane in Lanes)
        {
            sum += lane.LaneGroup == laneGroup ? 1 / Picture.Behaviour[lane.Lane].HeadwaySeconds : 0;
        }

        return sum;
    }

    /// <summary>Lanes of a leg that is entered as a whole add up; of two sensors on one lane the one that sees less room is believed.</summary>
    private void ShowExits()
    {
        for (var x = 0; x < _zonesOfExit.Length; x++)
        {
            var zones = _zonesOfExit[x];
            if (zones.Length == 0)
            {
                continue;
            }

            var total = zones[0].Estimate;
            var longest = total.ClearingSeconds;
            for (var z = 1; z < zones.Length; z++)
            {
                var next = zones[z].Estimate;
                longest = Math.Max(longest, next.ClearingSeconds);
                var otherLane = Picture.Exits[x].Lane == 0 && zones[z].Tracker.Detector.ExitLane != zones[z - 1].Tracker.Detector.ExitLane;
                total = otherLane ? new ExitEstimate(total.RoomVehicles + next.RoomVehicles, total.OutflowPerSecond + next.OutflowPerSecond)
                    : next.RoomVehicles < total.RoomVehicles ? next
                    : total;
                total = total with { ClearingSeconds = longest };
            }

            Picture.ExitRoom[x] = total;
        }
    }

    private static bool Watches(Detector detector, ExitLane exit) =>
        detector.ExitLeg == exit.Leg && (detector.ExitLane == 0 || exit.Lane == 0 || detector.ExitLane == exit.Lane);

    private LaneWatch WatchOf(int lane, Intersection intersection)
    {
        var group = Picture.LaneGroupOf(lane);
        var number = lane - Picture.LaneOf(group, 1) + 1;
        var zones = _areas.Where(z => z.Tracker.Detector.LaneGroup == group && (z.Tracker.Detector.Lane == 0 || z.Tracker.Detector.Lane == number));
        return new LaneWatch(lane, group, [.. zones], intersection.LaneGroups[group].Lanes);
    }
}
