using Signals.Core.Model;

namespace Signals.Core.Sensing;

/// <summary>
/// Which groups can still be called by their detectors. A vehicle in a lane that no working detector watches would wait for ever, so one blind lane is enough to put
/// its group on recall; a group that was built without detectors is not failed (its recall is the engineer's).
/// </summary>
internal sealed class CallCoverage
{
    private readonly DetectorTrack[][] _lanes;
    private readonly GroupSet[] _groupsOfLane;
    private readonly DetectorTrack[] _tracks;

    public CallCoverage(Intersection intersection, DetectorTrack[] tracks)
    {
        _tracks = tracks;
        var lanes = new List<DetectorTrack[]>();
        var groups = new List<GroupSet>();
        foreach (var set in tracks.Where(t => IsCalling(t.Detector) && t.Detector.Group >= 0).GroupBy(t => (t.Detector.Group, t.Detector.LaneGroup)))
        {
            foreach (var lane in LanesOf(set, intersection))
            {
                lanes.Add(lane);
                groups.Add(GroupsOf(lane, set.Key.Group, intersection));
            }
        }

        _lanes = [.. lanes];
        _groupsOfLane = [.. groups];
        foreach (var group in intersection.Groups)
        {
            Pedestrians = group.IsPedestrian ? Pedestrians.With(group.Index) : Pedestrians;
            Vehicles = group.IsPedestrian ? Vehicles : Vehicles.With(group.Index);
        }
    }

    public GroupSet Vehicles { get; }

    public GroupSet Pedestrians { get; }

    /// <summary>Groups with a lane, or a crossing, whose every detector has failed.</summary>
    public GroupSet Failed(ReadOnlySpan<DetectorHealth> health)
    {
        var failed = GroupSet.Empty;
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            failed = AnyUsable(_lanes[lane], health) ? failed : failed | _groupsOfLane[lane];
        }

        return failed;
    }

    /// <summary>True when an upstream actuation must be remembered, because no working stop-line zone will see the vehicle wait.</summary>
    public bool IsSeenOnlyUpstream(Detector upstream, ReadOnlySpan<DetectorHealth> health)
    {
        foreach (var track in _tracks)
        {
            var other = track.Detector;
            var sameLane = other.Lane == 0 || upstream.Lane == 0 || other.Lane == upstream.Lane;
            if (other.Role is DetectorRole.StopLine or DetectorRole.Area && other.Group == upstream.Group && other.LaneGroup == upstream.LaneGroup && sameLane
                && health[other.Index].IsUsable)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCalling(Detector detector) => detector.Role is DetectorRole.StopLine or DetectorRole.Advance or DetectorRole.Button or DetectorRole.Area;

    /// <summary>A zone that lists vehicles calls for all movements of its lane, so that all of them are blind without it.</summary>
    private static GroupSet GroupsOf(DetectorTrack[] lane, int group, Intersection intersection)
    {
        var seen = lane.Any(t => t.Detector.Role == DetectorRole.Area);
        return seen ? SeenCalls.GroupsOf(intersection.LaneGroups[lane[0].Detector.LaneGroup]).With(group) : GroupSet.Of(group);
    }

    private static IEnumerable<DetectorTrack[]> LanesOf(IEnumerable<DetectorTrack> set, Intersection intersection)
    {
        var detectors = set.ToArray();
        var laneGroup = detectors[0].Detector.LaneGroup;
        if (laneGroup < 0)
        {
            yield return detectors; // buttons: either end of the crossing can call
            yield break;
        }

        for (var lane = 1; lane <= intersection.LaneGroups[laneGroup].Lanes; lane++)
        {
            var watching = detectors.Where(t => t.Detector.Lane == lane || t.Detector.Lane == 0).ToArray();
            if (watching.Length > 0)
            {
                yield return watching;
            }
        }
    }

    private static bool AnyUsable(DetectorTrack[] detectors, ReadOnlySpan<DetectorHealth> health)
    {
        foreach (var track in detectors)
        {
            if (health[track.Detector.Index].IsUsable)
            {
                return true;
            }
        }

        return false;
    }
}
