using Signals.Core.Model;
using Signals.Core.Sensing.Objects;
using Signals.Core.Sensing.Picture;

namespace Signals.Core.Sensing;

/// <summary>
/// Calls and extensions of lanes that are seen vehicle by vehicle. A vehicle in a lane of several movements might want any of them, so it calls every group that serves one, except those that
/// the first vehicle has shown not to want.
/// </summary>
internal sealed class SeenCalls
{
    private readonly PictureWriter _picture;
    private readonly GroupSet[] _always;
    private readonly Movement[][] _movements;

    public SeenCalls(Intersection intersection, DetectorTrack[] tracks, PictureWriter picture)
    {
        _picture = picture;
        _movements = [.. picture.Lanes.Select(l => intersection.LaneGroups[l.LaneGroup].Movements.ToArray())];
        _always = [.. picture.Lanes.Select(l => Own(l, picture, tracks))];
    }

    /// <summary>Groups with someone waiting, or arriving in a moment.</summary>
    public GroupSet Calling { get; private set; }

    /// <summary>Groups with someone at the line, or so near that a green should go on.</summary>
    public GroupSet Extending { get; private set; }

    public void Look()
    {
        Calling = GroupSet.Empty;
        Extending = GroupSet.Empty;
        foreach (var lane in _picture.Lanes)
        {
            if (!lane.IsSeen || !(lane.Calls || lane.Extends))
            {
                continue;
            }

            var groups = Wanted(lane.Lane);
            Calling = lane.Calls ? Calling | groups : Calling;
            Extending = lane.Extends ? Extending | groups : Extending;
        }
    }

    /// <summary>Groups of the lane's movements, without those that only serve what the head does not want.</summary>
    public GroupSet Wanted(int lane)
    {
        var excluded = _picture.Picture.HeadExcludes[lane];
        var wanted = GroupSet.Empty;
        var movements = _movements[lane];
        for (var m = 0; m < movements.Length; m++)
        {
            wanted = (excluded & (1u << m)) == 0 ? wanted | GroupOf(movements[m]) : wanted;
        }

        return wanted.IsEmpty ? _always[lane] : wanted;
    }

    /// <summary>Groups that would have to be recalled if the lane were not seen.</summary>
    public static GroupSet GroupsOf(LaneGroup laneGroup)
    {
        var groups = GroupSet.Empty;
        foreach (var movement in laneGroup.Movements)
        {
            groups |= GroupOf(movement);
        }

        return groups;
    }

    private static GroupSet Own(LaneWatch lane, PictureWriter picture, DetectorTrack[] tracks)
    {
        var number = lane.Lane - picture.Picture.LaneOf(lane.LaneGroup, 1) + 1;
        var set = GroupSet.Empty;
        foreach (var track in tracks)
        {
            var detector = track.Detector;
            var watches = detector.Role == DetectorRole.Area && detector.LaneGroup == lane.LaneGroup && (detector.Lane == 0 || detector.Lane == number);
            set = watches && detector.Group >= 0 ? set.With(detector.Group) : set;
        }

        return set;
    }

    /// <summary>Where a movement is protected at times, that is the group to ask for.</summary>
    private static GroupSet GroupOf(Movement movement) =>
        movement.ProtectedBy >= 0 ? GroupSet.Of(movement.ProtectedBy)
        : movement.PermissiveUnder >= 0 ? GroupSet.Of(movement.PermissiveUnder)
        : GroupSet.Empty;
}
